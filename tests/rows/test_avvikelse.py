"""Avvikelse i samverkan: what deviates from what was agreed is solved where it arose, or lifted in time."""

from datetime import timedelta

import pytest

from tenants import clock
from tests.families import Home
from tests.rows import conftest as do
from tests.rows.conftest import MONDAY, REPLY, at, first
from workflows.cases.overdue import mind_dates

# What seed and county call a cause, and what it is called at triage.
CATEGORIES = [
    pytest.param("uteblir", "Part uteblir systematiskt från möten", marks=pytest.mark.row("S4-25")),
    pytest.param("sip-insats", "Insats i SIP utförs inte", marks=pytest.mark.row("S4-26")),
    pytest.param("oenighet", "Parterna kommer inte överens", marks=pytest.mark.row("S4-27")),
    pytest.param("sip-ej-initierad", "SIP har inte initierats trots behov", marks=pytest.mark.row("S4-28")),
    pytest.param("sip-kallelse", "Kallelse till SIP hörsammas inte", marks=pytest.mark.row("S4-29")),
    pytest.param("bemotande-mote", "Bemötande av den enskilde vid mötet", marks=pytest.mark.row("S4-30")),
]
DECISION = {"decision": "En rutin.", "decided_by": "collective", "follow_up_by": "Enhetschef"}


def chef(home: Home, number: int = 0) -> do.Visit:
    """A visit of one of the two chefer."""
    return at(home, home.user("chefer", number))


def lsg(home: Home) -> do.Visit:
    """A visit of somebody in the lokala samverkansgruppen."""
    return at(home, home.user("lsg"))


# --- Reporting -------------------------------------------------------------------------------------------


@pytest.mark.row("S4-01")
def test_what_a_deviation_is_and_what_a_suggestion_is_stands_where_one_chooses(avvikelse: Home) -> None:
    page = at(avvikelse).read("/rapportera")
    assert "Avvikelse: något blev inte som det är bestämt" in page
    assert "Förbättringsförslag: vi arbetar så som vi har bestämt, men det skulle bli bättre" in page
    case = do.report(avvikelse, slag="forbattringsforslag")
    assert "Förbättringsförslag: vi arbetar så som vi har bestämt" in first(avvikelse).read(case.path)
    # What the reporter chose is where the receiver begins, with the definitions in sight.
    judged = first(avvikelse).html(f"{case.path}/bedomning")
    assert "Något avvek från det som finns bestämt" in judged
    ticked = [one for one in judged.split("<input")[1:] if 'name="type"' in one and "checked" in one]
    assert ['value="forbattringsforslag"' in one for one in ticked] == [True]


@pytest.mark.row("S4-07")
@pytest.mark.row("S4-09")
def test_the_event_and_its_ground_are_both_told_and_the_plaster_is_a_thing_of_its_own(
    avvikelse: Home,
) -> None:
    for name, sentence in {
        "handelse": "Skriv vad som hände.",
        "grundorsak": "var grunden, eller okänd.",
    }.items():
        refused = at(avvikelse).refused("/rapportera", **{"handelse": "Kallelsen kom inte.", name: ""})
        assert sentence in refused
    case = do.report(avvikelse, grundorsak="okänd", omedelbart="Vi ringde samma dag.")
    read = first(avvikelse).read(case.path)
    assert "Vad var grunden till att det hände? okänd" in read
    assert "Vad gjorde ni genast? Vi ringde samma dag." in read


@pytest.mark.parametrize(("code", "name"), CATEGORIES)
def test_a_deviation_is_called_what_it_is_and_found_by_it(avvikelse: Home, code: str, name: str) -> None:
    case, other = do.report(avvikelse), do.report(avvikelse)
    level = next(one["under"] for one in do.preset(avvikelse).words["category"] if one["code"] == code)
    do.judge(avvikelse, case, type="avvikelse", level=level, category=code)
    do.judge(avvikelse, other, type="avvikelse", level="struktur", category="geografi")
    assert f"Kategori {name}" in first(avvikelse).read(case.path)
    assert first(avvikelse).listed(f"category={code}") == {case.reference}


# --- The way of a deviation ------------------------------------------------------------------------------


@pytest.mark.row("S4-17")
def test_a_deviation_is_first_solved_between_the_verksamheter(avvikelse: Home) -> None:
    case = do.report(avvikelse)
    outcome, leader = "lost-mellan-verksamheterna", first(avvikelse)
    refused = leader.refused(f"{case.path}/utfall/{outcome}", outcome=outcome, reply=REPLY)
    assert "Skriv vilka verksamheter som var med, utan namn." in refused
    said = {
        "problem": "Ingen kallade.",
        "solution": "Vårdcentralen kallar.",
        "participants": "Två enhetschefer.",
    }
    do.choose(leader, case, outcome, **said, reply=REPLY)
    read = leader.read(case.path)
    for words in ("Löst mellan verksamheterna", *said.values()):
        assert words in read
    assert REPLY in case.receipt()
    assert leader.listed("vy=closed") == {case.reference}
    assert chef(avvikelse).listed("vy=all") == lsg(avvikelse).listed("vy=all") == set()


@pytest.mark.row("S4-09")
@pytest.mark.row("S4-10")
def test_the_chefer_close_it_with_a_cause_and_with_what_keeps_it_from_happening_again(
    avvikelse: Home,
) -> None:
    case = do.to_the_chefer(avvikelse, omedelbart="Vi ringde samma dag.")
    outcome = "gemensam-losning"
    refused = chef(avvikelse).refused(f"{case.path}/utfall/{outcome}", outcome=outcome, reply=REPLY)
    assert "Skriv vad som orsakade det, som ni förstår det nu." in refused
    assert "Skriv hur det ska undvikas i fortsättningen." in refused
    said = {"cause": "Rutin saknades.", "prevention": "Kallelsen går från båda."}
    do.choose(chef(avvikelse), case, outcome, **said, reply=REPLY)
    for reader in (first(avvikelse), chef(avvikelse, 1)):
        read = reader.read(case.path)
        assert "Orsaken: Rutin saknades." in read
        assert "Så undviks det i fortsättningen: Kallelsen går från båda." in read


@pytest.mark.row("S4-19")
def test_each_step_has_a_time_and_what_has_stood_too_long_is_seen(avvikelse: Home) -> None:
    with clock.standing_at(MONDAY):
        late = do.to_the_chefer(avvikelse)
        assert "om 10 arbetsdagar, mån 15 mar" in chef(avvikelse).read(late.path)
        for number in (0, 1):
            do.choose(chef(avvikelse, number), late, "diskussion-inledd")
        assert "lör 1 maj" in chef(avvikelse).read(late.path)
    with clock.standing_at(MONDAY + timedelta(days=70)):
        fresh = do.to_the_chefer(avvikelse)
        listed = chef(avvikelse).read("/arenden")
        assert listed.count("Försenat") == 1
        assert "arbetsdagar sen" in listed
        assert "arbetsdagar sen, lör 1 maj" in chef(avvikelse).read(late.path)
        assert chef(avvikelse).listed("vy=overdue") == {late.reference}
        assert chef(avvikelse).listed() == {late.reference, fresh.reference}


@pytest.mark.row("S4-23")
@pytest.mark.row("S4-21")
def test_what_the_chefer_let_pass_for_ten_working_days_comes_to_the_lokala_samverkansgruppen(
    avvikelse: Home,
) -> None:
    with clock.standing_at(MONDAY):
        case = do.to_the_chefer(avvikelse)
    with clock.standing_at(MONDAY + timedelta(days=14)):
        mind_dates()
        assert lsg(avvikelse).client.get(case.path).status_code == 404
    with clock.standing_at(MONDAY + timedelta(days=15)):
        mind_dates()
        assert lsg(avvikelse).listed() == {case.reference}
        assert "Hos Lokala samverkansgruppen" in lsg(avvikelse).read(case.path)
        assert "Cheferna kom inte fram till en lösning" in case.receipt()


@pytest.mark.row("S4-23")
@pytest.mark.row("S4-24")
def test_what_cannot_be_solved_locally_is_lifted_to_the_county_whatever_it_calls_its_body(
    avvikelse: Home,
) -> None:
    administrator, name = at(avvikelse, avvikelse.administrator), "Social ReKo"
    body = avvikelse.seats["lansniva"][0].body_id
    assert "Länsnivå, Social KoLa" in administrator.read("/organ")
    assert "Skriv vad organet heter." in administrator.refused("/organ/namn", named_body=body, name=" ")
    taken = administrator.refused("/organ/namn", named_body=body, name="lokala samverkansgruppen")
    assert "Ett annat organ heter redan så." in taken
    administrator.send("/organ/namn", named_body=body, name=name)
    assert f"({name}, inom fyra månader)" in at(avvikelse).read("/rapportera")

    case = do.to_the_chefer(avvikelse)
    do.choose(chef(avvikelse), case, "avisera-lsg")
    county = at(avvikelse, avvikelse.user("lansniva"))
    assert county.client.get(case.path).status_code == 404
    do.choose(lsg(avvikelse), case, "for-till-lansniva", reason="Det är en överenskommelse i länet.")
    assert county.listed() == {case.reference}
    read = county.read(case.path)
    assert f"Hos {name}: {avvikelse.user('lansniva').name}" in read
    assert "Det är en överenskommelse i länet." in read
    assert "har fört ärendet vidare till länsnivå" in case.receipt()
    follow_up = (clock.today() + timedelta(days=90)).isoformat()
    do.choose(county, case, "besluta-pa-lansniva", **DECISION, follow_up=follow_up)
    assert "Så beslutades det: Kollektivt beslut" in lsg(avvikelse).read(case.path)
