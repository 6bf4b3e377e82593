"""How a chain goes, told before and after reporting: its stages in order, whose they are, and by when."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from workflows.bodies.models import Body
from workflows.cases.models import Case
from workflows.chains.chain import QUICK, Chain
from workflows.chains.deadlines import Deadline


@dataclass(frozen=True)
class FlowStep:
    """A stage as it is told: what happens, who answers for it, by when, and whether a case is there now."""

    name: str
    body: str
    within: str
    here: bool = False


def steps(
    chain: Chain, bodies: Mapping[str, str], first: str = "", here: Collection[str] = ()
) -> list[FlowStep]:
    """The stages from the first receiver's on; the other ways in, past one's own chef, are left out."""
    begins = first or chain.first
    return [
        FlowStep(
            stage.name,
            bodies.get(stage.body, stage.body),
            within(stage.deadline, bodies) if stage.deadline else "",
            stage.key in here,
        )
        for stage in chain.stages
        if stage.track != QUICK or stage.key == begins
    ]


def steps_of(case: Case) -> list[FlowStep]:
    """The same for a case, with where it is now."""
    chain = case.chain_version.chain
    quick = [stage for stage in chain.stages if stage.track == QUICK]
    first = next((stage.key for stage in quick if stage.body == case.first_body.key), "")
    return steps(chain, names_of_bodies(), first, {case.quick_stage, case.system_stage})


def names_of_bodies() -> dict[str, str]:
    """What the bodies are called here, by key."""
    return dict(Body.objects.values_list("key", "name"))


def within(deadline: Deadline, bodies: Mapping[str, str]) -> str:
    """A deadline as a person says it: "inom tio arbetsdagar"."""
    long = length(deadline)
    if not deadline.before:
        return _("inom %(long)s") % {"long": long}
    body = bodies.get(deadline.before, deadline.before)
    return _("senast %(long)s före nästa möte i %(body)s") % {"long": long, "body": body}


def length(deadline: Deadline) -> str:
    """How long it is, with small numbers as words."""
    number = deadline.count
    words = {
        "working_days": ngettext("%(number)s arbetsdag", "%(number)s arbetsdagar", number),
        "days": ngettext("%(number)s dag", "%(number)s dagar", number),
        "weeks": ngettext("%(number)s vecka", "%(number)s veckor", number),
        "months": ngettext("%(number)s månad", "%(number)s månader", number),
    }[deadline.unit]
    return words % {"number": small_numbers().get(number, str(number))}


def small_numbers() -> dict[int, str]:
    """The numbers that are written as words."""
    words = (
        _("en"),
        _("två"),
        _("tre"),
        _("fyra"),
        _("fem"),
        _("sex"),
        _("sju"),
        _("åtta"),
        _("nio"),
        _("tio"),
        _("elva"),
        _("tolv"),
    )
    return dict(enumerate(words, start=1))
