"""A formulärägare, and a form that somebody is working on, for the tests of all pages."""

from accounts.models import Membership, User
from tests.conftest import Place
from workflows.bodies.models import FORM_OWNERS, Body
from workflows.bodies.seats import NewSeat, seat
from workflows.builder import drafts, edits
from workflows.questions.models import QuestionForm


def form_owner(place: Place) -> User:
    """Somebody who may change forms and reads no cases; the place is in the air."""
    user = User.objects.create_user("formular@norrvik.example", None, "Frida Formulär")
    Membership.objects.create(user=user, tenant=place.tenant)
    body = Body.objects.get(key=FORM_OWNERS)
    seat(NewSeat(body, user, "Formulärägare", "figures"), by=place.administrator)
    return user


def begun(place: Place, title: str) -> dict[str, str]:
    """A draft with that name, its first question as a page shows it, and the version in use."""
    form = QuestionForm.objects.select_related("version").get(slug="rapport")
    question = form.version.sheet.questions[0]
    drafts.name(drafts.unchanged(form, place.administrator), title, "", place.administrator)
    return {
        "form": form.slug,
        "version": form.version.hash,
        "question": question.id,
        "was": edits.mark_of(question),
    }
