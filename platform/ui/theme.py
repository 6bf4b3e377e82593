"""A tenant's accent colour as the sixteen colours that Designsystemet asks for.

A tenant picks one colour by eye. Every colour that text, borders and fields depend on is given a fixed WCAG
luminance, so that their contrast is the same whatever was picked; only the button keeps the colour itself.
"""

import hashlib
import re
from functools import lru_cache

# Deep blue-green: the shared site, and a tenant that has not chosen.
DEFAULT_ACCENT = "#0b5563"

# Luminance by role. Contrast on white is 1.05 / (luminance + 0.05): 0.095 gives 7.2, 0.17 gives 4.8.
LUMINANCE = {
    "background-default": 1.0,
    "background-tinted": 0.93,
    "surface-default": 1.0,
    "surface-tinted": 0.86,
    "surface-hover": 0.76,
    "surface-active": 0.66,
    "border-subtle": 0.52,
    "border-default": 0.17,
    "border-strong": 0.095,
    "text-subtle": 0.095,
    "text-default": 0.029,
}

HEX = re.compile(r"#[0-9a-fA-F]{6}")


# Every page names its version, so it is not worked out again for each.
@lru_cache(maxsize=1024)
def accent_css(accent: str) -> str:
    """The style sheet that gives a page the accent, as `#0b5563`. ValueError for anything else."""
    colour = parse(accent)
    label = label_on(colour)
    colours = {role: at_luminance(colour, goal) for role, goal in LUMINANCE.items()}
    colours |= {
        "base-default": colour,
        "base-hover": away_from(label, colour, 0.25),
        "base-active": away_from(label, colour, 0.45),
        "base-contrast-subtle": label,
        "base-contrast-default": label,
    }
    # A pale button is not seen against the page by its colour alone.
    edge = "transparent" if contrast(colour, WHITE) >= 3 else to_hex(colours["border-default"])
    lines = [f"--ds-color-accent-{role}:{to_hex(value)}" for role, value in colours.items()]
    return ":root{" + ";".join([*lines, f"--accent-edge:{edge}"]) + "}\n"


@lru_cache(maxsize=1024)
def version_of(css: str) -> str:
    """A short name of exactly this style sheet, for an address that may be cached for ever."""
    return hashlib.sha256(css.encode()).hexdigest()[:12]


# A colour is its parts of linear light, from 0 to 1: there luminance is a plain sum, and mixing is exact.
Colour = tuple[float, float, float]
BLACK: Colour = (0.0, 0.0, 0.0)
WHITE: Colour = (1.0, 1.0, 1.0)


def parse(text: str) -> Colour:
    """The colour written as `#rrggbb`; ValueError for anything else."""
    if not HEX.fullmatch(text):
        raise ValueError(f"Not a colour: {text!r}")
    red, green, blue = (to_linear(int(text[i : i + 2], 16) / 255) for i in (1, 3, 5))
    return red, green, blue


def to_hex(colour: Colour) -> str:
    """The colour as CSS writes it."""
    return "#" + "".join(f"{round(to_encoded(part) * 255):02x}" for part in colour)


def to_linear(part: float) -> float:
    """From sRGB's encoding to light, as in WCAG's definition of relative luminance."""
    return part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4


def to_encoded(part: float) -> float:
    """From light to sRGB's encoding."""
    return float(part * 12.92 if part <= 0.0031308 else 1.055 * part ** (1 / 2.4) - 0.055)


def luminance(colour: Colour) -> float:
    """WCAG's relative luminance, from 0 (black) to 1 (white)."""
    red, green, blue = colour
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one: Colour, other: Colour) -> float:
    """WCAG's contrast ratio, from 1 to 21."""
    light, dark = sorted((luminance(one), luminance(other)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


def mix(colour: Colour, other: Colour, share: float) -> Colour:
    """The colour with a share of the other in it."""
    red, green, blue = (a + (b - a) * share for a, b in zip(colour, other, strict=True))
    return red, green, blue


def at_luminance(colour: Colour, goal: float) -> Colour:
    """The same hue at the luminance: darker by less light, lighter by more light and some white.

    White alone would make every tint grey, light alone would make it glaring; half of each is calm.
    """
    now = luminance(colour)
    if goal < now:
        return mix(BLACK, colour, goal / now)
    clear = mix(BLACK, colour, 1 / max(colour)) if max(colour) else WHITE
    lit = mix(BLACK, clear, goal / luminance(clear)) if goal < luminance(clear) else whitened(clear, goal)
    return mix(whitened(colour, goal), lit, 0.5)


def whitened(colour: Colour, goal: float) -> Colour:
    """The colour with as much white in it as a luminance above its own needs."""
    now = luminance(colour)
    return mix(colour, WHITE, (goal - now) / (1 - now)) if now < 1 else WHITE


def label_on(colour: Colour) -> Colour:
    """Black or white, whichever is read best on the colour; the better is never below 4.5."""
    return max(WHITE, BLACK, key=lambda label: contrast(label, colour))


def away_from(label: Colour, colour: Colour, share: float) -> Colour:
    """The colour moved away from its label's, so that pointing at a button never makes it harder to read."""
    return mix(colour, WHITE if label == BLACK else BLACK, share)
