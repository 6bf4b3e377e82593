"""The families as their files say them, not as the product reads them, and how to play each of them."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from functools import cached_property
from typing import Any

from workflows.chains.chain import REMIND
from workflows.chains.deadlines import Deadline
from workflows.presets import family
from workflows.presets.family import Family

Row = dict[str, Any]
CLOSED = "closed"
# What an outcome asks for that is chosen or picked, and not written.
PICKED = ("decided_by", "follow_up", "addressee")


# Every raw word carries it: what a reporter, or the first receiver, wrote about this person.
RAW = "KANARIE"
ORGANISATION = f"{RAW}-ARBETSGIVARE"
# The same to a person, and a seat's own, which everybody may read.
SAME_ORGANISATION = " kanarie-Arbetsgivare "
WRONG: tuple[Mapping[str, object], ...] = (
    {"type": "x"},
    {"parties": ["x"]},
    {"approach": "x"},
    {"from_party": "x"},
    {"facets": {"causes": ["x"]}},
)


@dataclass(frozen=True)
class Held:
    """A seat as the machine knows it: how much it reads, for whom its holder works, whether it waits."""

    sight: str
    employer: str = ""
    pointed_out: bool = False


@dataclass(frozen=True)
class Script:
    """One family: its chain, who sits where at the start, and what is written in it."""

    name: str
    family: Family
    seated: Mapping[tuple[str, str], Held]
    report: Mapping[str, object]
    # The codes of a classification, and others that the organisation does not have.
    triage: Mapping[str, object]
    wrong: tuple[Mapping[str, object], ...]
    analysis: Mapping[str, object] = field(default_factory=dict)

    @cached_property
    def stages(self) -> Mapping[str, Row]:
        """The stages by their keys."""
        return {stage["key"]: stage for stage in self.family.chain["stages"]}

    @cached_property
    def outcomes(self) -> Mapping[str, Row]:
        """Every outcome by its id, with the stage that has it."""
        return {o["id"]: {**o, "stage": key} for key, s in self.stages.items() for o in s["outcomes"]}

    @cached_property
    def bodies(self) -> tuple[str, ...]:
        """The keys of the bodies."""
        return tuple(body.key for body in self.family.bodies)

    @property
    def first_stage(self) -> str:
        """Where a report comes in whose reporter chose nothing."""
        return str(self.family.chain["first"])

    @property
    def first(self) -> str:
        """The body that receives it then."""
        return str(self.stages[self.first_stage]["body"])

    @cached_property
    def entries(self) -> tuple[str, ...]:
        """The stages that a report can come in at: the first, and where the form offers a way past it."""
        asked = [q for q in self.family.form["questions"] if q.get("role") == "receiver"]
        offered = [choice["value"] for question in asked for choice in question["choices"]]
        return tuple(dict.fromkeys((self.first_stage, *offered)))

    def sent_to(self, stage: str) -> Mapping[str, object]:
        """The answers of a report that comes in at the stage."""
        asked = [q["id"] for q in self.family.form["questions"] if q.get("role") == "receiver"]
        return {**self.report, **dict.fromkeys(asked, stage)}

    def track(self, stage: str) -> str:
        """The track that the stage is on."""
        return str(self.stages[stage]["track"])

    def body(self, stage: str) -> str:
        """The body that owns the stage."""
        return str(self.stages[stage]["body"])

    def remind(self, stage: str) -> int:
        """How many working days before its date those who have it are reminded."""
        return int(self.stages[stage].get("remind", REMIND))

    def deadline(self, row: Row) -> Deadline | None:
        """The deadline of a stage or of an outcome."""
        return Deadline(**row["deadline"]) if row.get("deadline") else None

    def holder(self, body: str) -> str:
        """Somebody who acts in the body from the start; in one that points out, when that is done."""
        return next(
            who for (who, key), held in self.seated.items() if key == body and held.sight != "figures"
        )

    def way_to(self, stage: str, *, past: bool) -> tuple[str, list[str]]:
        """Where a report comes in to come to the stage, past the first receiver or not, and how it is led."""
        entries = self.entries[::-1] if past else self.entries
        ways: list[tuple[str, str, list[str]]] = [(entry, entry, []) for entry in entries]
        seen: set[str] = set()
        while ways:
            entry, at, way = ways.pop(0)
            if at == stage:
                return entry, way
            for outcome in self.stages[at]["outcomes"] if at not in seen else ():
                if outcome["to"] not in (CLOSED, at):
                    ways += [(entry, outcome["to"], [*way, outcome["id"]])]
            seen.add(at)
        raise KeyError(stage)

    def needed(self, outcomes: list[str]) -> frozenset[str]:
        """All that a case needs for these outcomes."""
        return frozenset(need for one in outcomes for need in self.outcomes[one].get("needs", ()))


def lex_heller() -> Script:
    """The first family."""
    read = family.read("lex-heller")
    return Script(
        "lex-heller",
        read,
        {
            ("leader", "processledare"): Held("full"),
            ("colleague", "processledare"): Held("full", SAME_ORGANISATION),
            ("group", "arbetsgrupp"): Held("masked"),
            ("chef", "forbundschefer"): Held("masked"),
            ("rapporteur", "styrelse"): Held("masked"),
            ("politician", "styrelse"): Held("figures"),
            ("other_chef", "arbetsgrupp"): Held("masked", "", pointed_out=True),
        },
        {
            "handelse": "",
            "konsekvens": "Personen har ingen ersättning alls.",
            "parter": ["fk", "af"],
            "var": "annan",
            "aterkommer": "ofta",
        },
        {
            "type": "systembrist",
            "level": "organisering",
            "category": "rutin-saknas",
            "approach": "dialog",
            "facets": {"client_short": ["utan-insats"], "causes": ["rutin-saknas", "regelverk"]},
        },
        (*WRONG, {"level": "struktur"}, {"facets": {"aims": ["samordning"]}}),
    )


BY_THE_CLOCK = "lex-heller by the clock"


def lex_heller_by_the_clock() -> Script:
    """The same with a date on its first stage, from which the clock lifts cases: a chain of one's own."""
    plain = lex_heller()
    first, *others = plain.family.chain["stages"]
    deadline = {"count": 15, "unit": "working_days"}
    clocked = {**first, "deadline": deadline, "remind": 2, "overdue": "lyft-till-arbetsgruppen"}
    chain = {**plain.family.chain, "stages": [clocked, *others]}
    return replace(plain, name=BY_THE_CLOCK, family=replace(plain.family, chain=chain))


def personligt_ombud() -> Script:
    """The family in which a form leads past one's own chef, and an analysis goes before the case."""
    read = family.read("personligt-ombud")
    return Script(
        "personligt-ombud",
        read,
        {
            ("leader", "arbetsgrupp"): Held("full"),
            ("colleague", "arbetsgrupp"): Held("full", SAME_ORGANISATION),
            ("chair", "ordforande"): Held("full"),
            ("group", "ledningsgrupp"): Held("masked"),
            ("politician", "ledningsgrupp"): Held("figures"),
            ("chef", "ledningsgrupp"): Held("masked", "", pointed_out=True),
        },
        {
            "handelse": "",
            "verksamheter": ["fk", "region-psykiatri"],
            "nar": "I somras",
            "konsekvens": "Hyran kunde inte betalas.",
            "aterkommer": "nagra",
        },
        {
            "type": "systembrist",
            "level": "lokal",
            "category": "resurser",
            "approach": "skrivelse",
            "facets": {"client_long": ["skulder"], "areas": ["boende"], "affected": ["2-4"]},
        },
        (*WRONG, {"level": "central"}, {"facets": {"affected": ["en", "2-4"]}}),
        {
            "inblandade": "",
            "monster": "Det händer när någon byter handläggare.",
            "orsak": "Oklart ansvar",
            "antal": "2-4",
            "tagit-upp": "chef",
            "gjort": "Vi har ringt.",
            "losning": "En gemensam rutin",
            "systembrist": "ja",
        },
    )


def avvikelse() -> Script:
    """The family in which chefer of two parties are pointed out in a case, and the clock moves it up."""
    read = family.read("avvikelse")
    return Script(
        "avvikelse",
        read,
        {
            ("leader", "mottagare"): Held("full"),
            ("colleague", "mottagare"): Held("full", SAME_ORGANISATION),
            ("chair", "annan-mottagare"): Held("full"),
            ("chef", "chefer"): Held("masked", "", pointed_out=True),
            ("other_chef", "chefer"): Held("masked", "", pointed_out=True),
            ("group", "lsg"): Held("masked"),
            ("politician", "lsg"): Held("figures"),
            ("rapporteur", "lansniva"): Held("masked"),
        },
        {
            "slag": "avvikelse",
            "handelse": "",
            "grundorsak": "Okänd",
            "konsekvens": "Personen fick vänta i tre veckor.",
            "verksamheter": ["region-slutenvard", "kommun-hemsjukvard"],
        },
        {
            "type": "avvikelse",
            "level": "verksamhet",
            "category": "overforing",
            "approach": "chefskontakt",
            "facets": {"organisation_short": ["dubbelarbete"], "causes": ["rutin-okand"]},
        },
        (*WRONG, {"level": "struktur"}, {"facets": {"stjarntecken": ["oxen"]}}),
    )


SCRIPTS = (lex_heller(), personligt_ombud(), avvikelse(), lex_heller_by_the_clock())


def all_outcomes() -> Iterator[str]:
    """Every outcome of every family, once."""
    yield from sorted({outcome for script in SCRIPTS for outcome in script.outcomes})
