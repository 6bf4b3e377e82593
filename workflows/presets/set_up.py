"""How a tenant gets the form, the chain and the bodies of a family."""

from django.db import transaction

from workflows.bodies.models import Body
from workflows.chains import publishing as chains
from workflows.intake.models import Entrance
from workflows.presets.family import Family
from workflows.questions import publishing as questions
from workflows.questions.models import QuestionForm, Word

# The slug of the sheet that is filled in after triage.
ANALYSIS = "analys"


@transaction.atomic
def set_up(family: Family) -> None:
    """Fills the tenant in the air with the family's words. What it has already is left as it is."""
    for body in family.bodies:
        Body.objects.get_or_create(key=body.key, defaults={"name": body.name})
    for name, words in family.words.items():
        for position, word in enumerate(words):
            Word.objects.get_or_create(list=name, code=word["code"], defaults={**word, "position": position})
    form = questions.publish(family.form["slug"], {k: v for k, v in family.form.items() if k != "slug"})
    chain = chains.publish(family.chain["slug"], {k: v for k, v in family.chain.items() if k != "slug"})
    analysis = (
        questions.publish(ANALYSIS, family.analysis, purpose=QuestionForm.Purpose.ANALYSIS)
        if family.analysis
        else None
    )
    Entrance.objects.get_or_create(form=form, defaults={"chain": chain, "analysis": analysis})
