"""The receipt: the code with which a reporter follows a case without an account. Rules, without Django.

The code is an HMAC of the form page's one-time id, so that a report sent twice has one code, and nothing
but a keyed hash of it is stored. 95 random bits and a check character stand in five groups of four.
"""

import hashlib
import hmac
import re
import secrets

# Crockford's alphabet: no I, L, O or U, so that what looks alike is read alike.
ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
LOOKALIKES = str.maketrans("ILO", "110")
LENGTH = 20
GROUP = 4
PAGE_ID = re.compile(r"[0-9a-f]{32}")


def new_page_id() -> str:
    """The one-time id that a form page carries: 128 random bits in hex."""
    return secrets.token_hex(16)


def is_page_id(text: str) -> bool:
    """Whether the text could be a form page's id."""
    return PAGE_ID.fullmatch(text) is not None


def code_of(page_id: str, key: bytes) -> str:
    """The receipt code of the report that the form page with that id sends."""
    digest = int.from_bytes(_keyed(key, "code", page_id), "big")
    letters = "".join(ALPHABET[(digest >> (5 * place)) & 31] for place in range(LENGTH - 1))
    return _grouped(letters + _check_character(letters))


def cleaned(typed: str) -> str | None:
    """The code that a person typed, whatever its spaces, dashes and case; None for what cannot be one."""
    letters = re.sub(r"[\s\-–—]", "", typed).upper().translate(LOOKALIKES)
    if len(letters) != LENGTH or not set(letters) <= set(ALPHABET):
        return None
    return _grouped(letters) if _check_character(letters[:-1]) == letters[-1] else None


def lookup_of(code: str, key: bytes) -> str:
    """The keyed hash under which a case is found by its code."""
    return _keyed(key, "lookup", code).hex()


def _keyed(key: bytes, purpose: str, text: str) -> bytes:
    return hmac.new(key, f"{purpose}:{text}".encode(), hashlib.sha256).digest()


def _check_character(letters: str) -> str:
    """Finds a single wrong letter and two neighbours that changed places: a weighted sum modulo 31 of 32."""
    return ALPHABET[sum(place * ALPHABET.index(one) for place, one in enumerate(letters, start=1)) % 31]


def _grouped(letters: str) -> str:
    return "-".join(letters[at : at + GROUP] for at in range(0, LENGTH, GROUP))
