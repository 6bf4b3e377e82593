"""The ways of each family's cases in the demo: what is done, and how many days after the step before."""

from collections.abc import Iterator

from demo.lives import Act, Life, Script

WAITS = "Frågan är ställd till en part, som har lovat svar."
DECIDED = "Parterna skriver en gemensam rutin. Ansvarig är utvecklingsledaren, klart inom ett kvartal."
SYSTEM_REPLY = (
    "Det du rapporterade gällde fler än en person. Parterna har nu kommit överens om hur det ska gå till. "
    "Märker du att det inte hålls, rapportera igen."
)
MORE_THAN_US = "Det kräver mer än vi kan ändra själva."
SEVERAL = "Flera ärenden visar samma sak."

Steps = Iterator[tuple[int, Act]]


def talk(life: Life) -> Steps:
    """The letters of the story, a day apart."""
    for letter in life.story.letters:
        yield 1, lambda letter=letter: life.write(letter)  # type: ignore[misc]


def afterwards(life: Life) -> Steps:
    """What the reporter says when it is over."""
    yield 6, life.say_whether_it_helped


def between(life: Life, least: int, most: int) -> int:
    """A number of days."""
    return life.random.randint(least, most)


def lex_heller(life: Life) -> Steps:
    """Processledare, for some the arbetsgrupp, for a few the förbundschefer and the styrelse."""
    story = life.story
    yield between(life, 1, 4), lambda: life.move("ta", life.leader)
    yield from talk(life)
    yield between(life, 1, 5), life.judge
    if not story.masked:
        if not life.story.reply and life.random.random() < 0.3:
            yield 2, lambda: life.move("vanta-pa-part", life.leader, reason=WAITS)
        yield between(life, 3, 25), lambda: life.move("svara-och-stang", life.leader, reply=life.reply)
        yield from afterwards(life)
        return
    yield 2, life.mask
    yield 1, lambda: life.move("lyft-till-arbetsgruppen", life.leader)
    yield between(life, 5, 15), lambda: life.move("svara-och-stang", life.leader, reply=life.reply)
    if story.level == "struktur":
        yield from lifted(life)
    else:
        decision = story.decision or DECIDED
        yield 14, lambda: life.decide("besluta-i-arbetsgruppen", "arbetsgrupp", decision=decision)
        yield between(life, 15, 40), lambda: end_lex_heller(life)
    yield from afterwards(life)


def lifted(life: Life) -> Steps:
    """Up to the förbundschefer, and for what others have seen too up to the styrelse."""
    decision = life.story.decision or DECIDED
    yield 15, lambda: life.move("lyft-till-forbundscheferna", life.member("arbetsgrupp"), reason=MORE_THAN_US)
    yield 12, lambda: life.decide("besluta-om-insats", "forbundschefer", decision=decision)
    if life.story.pattern:
        yield 5, lambda: life.move("for-in-i-parterna", life.member("forbundschefer"), reason=SEVERAL)
        yield 30, lambda: life.decide("besluta-i-styrelsen", "styrelse", decision=decision)
    yield between(life, 20, 60), lambda: end_lex_heller(life)


def end_lex_heller(life: Life) -> None:
    """Whoever has the case answers."""
    ends = {
        "arbetsgrupp": "avsluta-i-arbetsgruppen",
        "forbundschefer": "avsluta-hos-forbundscheferna",
        "styrelse": "avsluta-i-styrelsen",
    }
    reason = "Åtgärden är genomförd."
    life.move(ends[life.stage], life.member(life.stage), reason=reason, reply=SYSTEM_REPLY)


def personligt_ombud(life: Life) -> Steps:
    """Registrera, analysera, rapportera; or answered at once as an enstaka brist."""
    story = life.story
    past = "" if life.stands.first_body == "arbetsgrupp" else "-av-ordforanden"
    yield between(life, 1, 6), lambda: life.move(f"ta{past}", life.leader)
    yield from talk(life)
    yield between(life, 2, 8), life.judge
    if not story.masked:
        if story.type == "enstaka-brist":
            reason = "En enskild händelse, som klienten kan ta upp med stöd av ombudet."
            yield (
                between(life, 3, 20),
                lambda: life.move(f"enstaka-brist{past}", life.leader, reason=reason, reply=life.reply),
            )
        else:
            yield (
                between(life, 5, 30),
                lambda: life.move(f"svara-och-stang{past}", life.leader, reply=life.reply),
            )
        yield from afterwards(life)
        return
    yield 2, life.ask
    yield between(life, 4, 12), life.analyse
    yield between(life, 3, 14), life.hear
    yield 2, life.mask
    yield 1, lambda: life.move(f"rapportera{past}", life.leader)
    yield between(life, 20, 60), lambda: in_the_group(life)
    yield 3, lambda: life.move(f"svara-och-stang{past}", life.leader, reply=life.reply)
    if life.random.random() < 0.25:
        reason = "Bristen kräver en ändring som ingen av oss råder över."
        yield (
            10,
            lambda: life.move(
                "vidarerapportera", life.member("ledningsgrupp"), reason=reason, addressee="lansstyrelsen"
            ),
        )
    yield (
        between(life, 60, 150),
        lambda: life.move(
            "avsluta-i-ledningsgruppen",
            life.member("ledningsgrupp"),
            reason="Uppföljningen är gjord.",
            reply=SYSTEM_REPLY,
        ),
    )
    yield from afterwards(life)


def in_the_group(life: Life) -> None:
    """The ledningsgrupp decides, and says when it follows up."""
    life.decide(
        "atgarda",
        "ledningsgrupp",
        decision=life.story.decision or DECIDED,
        decided_by=life.random.choice(["collective", "collective", "manager"]),
        follow_up=in_months(life, 5),
        follow_up_by="Samordnaren i ledningsgruppen",
    )


def avvikelse(life: Life) -> Steps:
    """The two chefer within ten working days, else the lokala samverkansgruppen; most before that."""
    story = life.story
    past = "" if life.stands.first_body == "mottagare" else "-av-sas-eller-mas"
    yield between(life, 0, 4), lambda: life.move(f"ta-emot{past}", life.leader)
    yield from talk(life)
    yield between(life, 1, 4), life.judge
    if not story.masked:
        yield between(life, 2, 18), lambda: answered(life, past)
        yield from afterwards(life)
        return
    yield 1, life.mask
    yield 0, lambda: life.point_out(*life.random.sample(life.around.people["chefer"], 2))
    lift = "lyft-av-sas-eller-mas" if past else "lyft-till-cheferna"
    yield 1, lambda: life.move(lift, life.leader)
    answer = "svara-av-sas-eller-mas" if past else "svara-och-stang"
    if life.random.random() < 0.15:
        # Nobody begins: the clock tells the group.
        yield 25, lambda: life.move(answer, life.leader, reply=life.reply)
        yield 20, lambda: with_cause(life, "besluta-i-lsg")
        yield 40, lambda: closed_with_cause(life, "avsluta-i-lsg")
    else:
        yield between(life, 1, 5), lambda: life.move("diskussion-inledd", life.pointed[0])
        yield between(life, 1, 5), lambda: life.move("diskussion-inledd", life.pointed[1])
        yield 2, lambda: life.move(answer, life.leader, reply=life.reply)
        yield between(life, 5, 20), lambda: with_cause(life, "besluta-mellan-cheferna")
        yield between(life, 10, 40), lambda: closed_with_cause(life, "gemensam-losning")
    yield from afterwards(life)


def answered(life: Life, past: str) -> None:
    """The receiver's own ways to end: by what the report was."""
    match life.story.type, past:
        case "forbattringsforslag", "":
            reason = "Inget var bestämt, och förslaget prövas."
            life.move("ta-till-vara-forslaget", life.leader, reason=reason, reply=life.reply)
        case "kontakta-chef", "":
            who = "Ansvarig enhetschef"
            life.move("chefen-tar-det", life.leader, participants=who, reply=life.reply)
        case _, "":
            life.move("svara-och-stang", life.leader, reply=life.reply)
        case _:
            life.move("svara-av-sas-eller-mas", life.leader, reply=life.reply)


def with_cause(life: Life, outcome: str) -> None:
    """A decision where the case now is, unless the clock has taken it on."""
    body = life.stage
    if outcome == "besluta-mellan-cheferna" and body != "chefer":
        outcome = "besluta-i-lsg"
    by = life.pointed[0] if body == "chefer" else life.member(body)
    life.decide(
        outcome,
        body,
        decision=life.story.decision or DECIDED,
        decided_by="manager" if by in life.pointed else "collective",
        follow_up=in_months(life, 2),
        follow_up_by="Enhetschef i den verksamhet som äger åtgärden",
    )


def closed_with_cause(life: Life, outcome: str) -> None:
    """The end of the system track: the cause, and what keeps it from happening again."""
    outcome = "gemensam-losning" if life.stage == "chefer" else "avsluta-i-lsg" if outcome else outcome
    by = life.pointed[-1] if life.stage == "chefer" else life.member(life.stage)
    cause = life.story.cause or "Ingen hade ansvar för att ringa först."
    prevention = life.story.prevention or "En namngiven funktion i varje verksamhet tar första kontakten."
    life.move(outcome, by, cause=cause, prevention=prevention, reply=SYSTEM_REPLY)


def in_months(life: Life, months: int) -> str:
    """A date some months on, as an outcome takes it."""
    return life.later(30 * months)


SCRIPTS: dict[str, Script] = {
    "lex-heller": lex_heller,
    "personligt-ombud": personligt_ombud,
    "avvikelse": avvikelse,
}
