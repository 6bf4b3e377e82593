"""What goes wrong at the start of the demo is told in a sentence."""

import errno
import socket
from pathlib import Path
from types import SimpleNamespace

import pytest

from infra import demo, processes
from infra.claims import CHECKOUT
from infra.trouble import Trouble, told


def test_a_taken_port_is_told_with_one_that_is_free() -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = taken.getsockname()[1]
        with pytest.raises(Trouble, match=rf"Port {port} is taken .* make demo PORT=\d+"):
            demo.check_port(port)


@pytest.mark.parametrize("port", ["abc", "0", "65536", "-1"])
def test_a_port_that_is_none_is_told(port: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PORT", port)
    with pytest.raises(Trouble, match="is not a port"):
        demo.wanted_port()


def test_a_full_disk_is_told_before_anything_starts(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("shutil.disk_usage", lambda _path: SimpleNamespace(free=400_000_000))
    with pytest.raises(Trouble, match="Only 400 MB are free"):
        demo.check_room()


def test_a_disk_that_fills_up_is_told_without_a_traceback(capsys: pytest.CaptureFixture[str]) -> None:
    def fill() -> int:
        raise OSError(errno.ENOSPC, "No space left on device")

    assert told(fill) == 1
    assert "The disk is full" in capsys.readouterr().err


def test_secrets_are_made_once_and_for_this_user_only(tmp_path: Path) -> None:
    path = tmp_path / "secrets.env"
    first = demo.stored_secrets(path)
    assert demo.stored_secrets(path) == first
    assert len(set(first.values())) == 2
    assert path.stat().st_mode & 0o777 == 0o600


def test_the_parts_that_are_not_ready_are_named() -> None:
    answer = b'{"parts": {"database": "ok", "worker": "no worker answers"}}'
    assert processes.in_words(answer) == "worker: no worker answers"
    assert processes.in_words(b"<h1>Error</h1>") == "web answers with an error"


def test_the_access_log_never_names_a_raw_path_or_query() -> None:
    settings = Path(CHECKOUT, "infra", "gunicorn.conf.py").read_text()
    line = next(line for line in settings.splitlines() if line.startswith("access_log_format"))
    assert not any(atom in line for atom in ("%(r)s", "%(U)s", "%(q)s", "%(f)s"))
