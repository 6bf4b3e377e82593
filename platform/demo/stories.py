"""What reporters of the demo wrote: the example cases of seed 003, as a frustrated colleague would tell them.

De-identified as a real report should be: functions, never names; no place that could be found.
"""

from dataclasses import dataclass, field

from workflows.questions.sheet import Value


@dataclass(frozen=True)
class Story:
    """One report, how many days ago it came, and the reply that closed it if it is closed."""

    answers: dict[str, Value]
    days_ago: int
    reply: str = ""
    sender: dict[str, str] = field(default_factory=dict)


SICK_WITHOUT_PAY = Story(
    answers={
        "handelse": (
            "En deltagare hos oss hade aktivitetsstöd och blev sjukskriven av vårdcentralen. "
            "Försäkringskassan godkände inte sjukskrivningen. Jag ringde AF för att reda ut det, men "
            "där är bedömningen att personen är för sjuk för att delta, och då drogs aktivitetsstödet"
            " in. Båda har följt sina regler. Ingen tog ansvar för glappet."
        ),
        "konsekvens": (
            "Personen står helt utan ersättning sedan fem veckor och hälsan har blivit klart sämre. "
            "Hyran är obetald."
        ),
        "parter": ["fk", "af", "region-primarvard"],
        "var": "annan",
        "aterkommer": "ofta",
        "forslag": (
            "Ett samtal mellan FK och AF innan någon av dem fattar beslut, och en namngiven funktion "
            "att ringa."
        ),
    },
    days_ago=2,
    sender={"email": "arbetskonsulent@kommunen.example", "organisation": "Arbetsmarknadsenheten"},
)

NOBODYS_PATIENT = Story(
    answers={
        "handelse": (
            "Personen har en plats på gång med offentligt skyddad anställning men behöver ett intyg "
            "om sin neuropsykiatriska funktionsnedsättning. Vårdcentralen säger att utredningen hör "
            "hemma på specialistpsykiatrin. Specialistpsykiatrin säger att patienten inte är deras "
            "utan remiss, och remissen har kommit tillbaka två gånger. AF fattar inte beslut om OSA "
            "utan intyget."
        ),
        "konsekvens": (
            "Fortfarande utan arbete, åtta månader efter att arbetsgivaren sa ja. Platsen kan försvinna."
        ),
        "parter": ["region-primarvard", "region-psykiatri", "af"],
        "var": "annan",
        "aterkommer": "nagra",
        "forslag": "Att vc och psykiatrin bestämmer vem som skriver intyget, en gång för alla.",
    },
    days_ago=9,
)

NOBODY_ANSWERS = Story(
    answers={
        "handelse": (
            "Vi får inte tag i handläggaren. Telefontiden är full när den öppnar, mejl blir "
            "obesvarade i veckor och två avstämningsmöten har ställts in samma dag. Vi förstår att "
            "det är hög arbetsbelastning, men alla vi andra står och stampar."
        ),
        "konsekvens": "Planeringen har stått still i tre månader. Personen har slutat komma till oss.",
        "parter": ["af", "kommun-arbetsmarknad"],
        "var": "bada",
        "aterkommer": "ofta",
    },
    days_ago=21,
    reply=(
        "Tack för att du skrev. Jag har pratat med sektionschefen. Från och med måndag har "
        "samverkansärenden en egen telefontid, tisdagar och torsdagar 8–9, och en ersättare går in på"
        " inställda möten. Er planering är bokad till nästa vecka. Hjälper det inte, rapportera igen "
        "och nämn det här ärendet."
    ),
)

STORIES = (SICK_WITHOUT_PAY, NOBODYS_PATIENT, NOBODY_ANSWERS)
