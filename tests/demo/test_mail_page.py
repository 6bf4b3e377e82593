"""The demo's mails are read on a page, each for itself."""

from pathlib import Path

import pytest
from django.core.mail import EmailMessage
from django.core.mail.backends.filebased import EmailBackend
from pytest_django import Settings

from tests.conftest import Visitor


@pytest.mark.django_db
def test_mails_of_the_same_second_are_shown_each_for_itself(
    at: Visitor, settings: Settings, tmp_path: Path
) -> None:
    settings.EMAIL_FILE_PATH = tmp_path
    backend = EmailBackend(file_path=str(tmp_path))
    mails = [
        EmailMessage(f"Ärende {name}", "Läs det.\n", "a@x.example", [f"{name}@x.example"]) for name in "ab"
    ]
    assert backend.send_messages(mails) == 2
    assert len(list(tmp_path.iterdir())) == 1

    read = at().get("/demo/mail").content.decode()

    assert read.index("<h2>Ärende b</h2>") < read.index("<h2>Ärende a</h2>")
    assert "MIME-Version" not in read
    assert "-----" not in read
