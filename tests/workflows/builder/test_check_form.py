"""A form file is proven from the command line, as it is before it is published."""

from contextlib import nullcontext
from io import StringIO
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command

from workflows.presets import templates
from workflows.questions import files, sheet

FAULTY = "title: Kort\nquestions:\n- {id: vem, kind: one_choice, label: Vem då}\n"


def checked(text: str, folder: Path, *options: str) -> list[str]:
    """What the command prints about a file; it ends with 1 where it prints something."""
    (folder / "form.yaml").write_text(text, encoding="utf-8")
    out = StringIO()
    with pytest.raises(SystemExit, match="1") if FAULTY in text else nullcontext():
        call_command("check_form", str(folder / "form.yaml"), *options, stdout=out)
    return out.getvalue().splitlines()


@pytest.mark.parametrize("name", templates.names())
def test_every_form_that_ships_is_sound(name: str, tmp_path: Path) -> None:
    template = templates.read(name)
    options = ["--analysis"] if template.purpose == "analysis" else []

    assert checked(files.written(sheet.read(template.content)), tmp_path, *options) == []


def test_each_fault_is_told_at_its_question(tmp_path: Path) -> None:
    whole = checked(FAULTY, tmp_path)

    assert [line.partition(":")[0] for line in whole] == ["Kort", "Kort", "Kort", "vem"]
    assert (
        whole[0]
        == "Kort: En fråga behöver användas till ”Vad som hände”. Listor och statistik bygger på den."
    )
    assert checked(FAULTY, tmp_path, "--analysis") == ["vem: Skriv minst två svar att välja mellan."]


def test_what_is_no_form_is_refused(tmp_path: Path) -> None:
    with pytest.raises(CommandError, match="is no form"):
        checked("title: [", tmp_path)
    with pytest.raises(CommandError, match="cannot be read"):
        call_command("check_form", str(tmp_path / "borta.yaml"))
