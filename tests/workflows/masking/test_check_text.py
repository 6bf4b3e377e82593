"""The command that checks texts, line by line."""

import io
import json

import pytest
from django.core.management import CommandError, call_command


def checked(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], *lines: str) -> list[object]:
    monkeypatch.setattr("sys.stdin", io.StringIO("\n".join(lines)))
    call_command("check_text")
    return [json.loads(line) for line in capsys.readouterr().out.splitlines()]


def test_each_line_is_answered_by_a_line(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    first, second, third = checked(
        monkeypatch,
        capsys,
        json.dumps({"text": "Nås på 070-174 06 12."}),
        json.dumps({"text": "Ingen stod här."}),
        json.dumps({"text": "En 43-årig man i Hökberg föll den 3 maj.", "population": 300_000}),
    )
    assert first == {
        "findings": [
            {"start": 7, "end": 20, "class": "mobile", "strength": "stop", "suggestion": "[telefon]"}
        ]
    }
    assert second == third == {"findings": []}


@pytest.mark.parametrize("line", ["nonsense", "[]", "{}", '{"text": 7}', '{"text": "a", "population": "b"}'])
def test_a_line_that_cannot_be_read_is_named(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], line: str
) -> None:
    with pytest.raises(CommandError, match="Line 2"):
        checked(monkeypatch, capsys, '{"text": ""}', line)
