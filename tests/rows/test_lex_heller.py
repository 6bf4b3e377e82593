"""Lex Heller: what falls between the chairs is reported, owned, changed and answered, as people meet it."""

import re
from datetime import timedelta

import pytest

from accounts.models import Membership
from tenants import air, clock
from tests import families
from tests.conftest import Place
from tests.families import Home
from tests.rows import conftest as do
from tests.rows.conftest import MONDAY, REPLY, at, first
from workflows.cases.overdue import mind_dates


def group(home: Home) -> do.Visit:
    """A visit of somebody in the arbetsgrupp."""
    return at(home, home.user("arbetsgrupp"))


# --- Reporting -------------------------------------------------------------------------------------------


@pytest.mark.row("S3-15")
def test_a_frustrated_person_without_an_account_reports_in_five_answers(lex: Home) -> None:
    stranger = at(lex)
    page = stranger.client.get("/rapportera").content.decode()
    assert 'name="viewport" content="width=device-width' in page
    assert "<script" not in page
    assert "Det tar tre minuter och inget är för litet." in do.plain(page)
    answers = {
        "handelse": "Ingen svarar.",
        "konsekvens": "Han fick ingen tid.",
        "parter": "fk",
        "var": "annan",
        "aterkommer": "ofta",
    }
    stranger.send("/rapportera", **answers)
    assert "Spara din kod" in stranger.read("/kvitto")
    # Each of the five is needed, and nothing else is.
    for name in answers:
        missing = at(lex).refused("/rapportera", **{**answers, name: ""})
        assert "Rätta det här" in missing


@pytest.mark.row("S3-04")
@pytest.mark.row("S3-40")
def test_nothing_is_too_small_or_too_big_to_be_taken_in_and_each_gets_a_receipt(lex: Home) -> None:
    events = ("Kön.", "Växeln stängde före tre.", "Det här har pågått i elva år. " * 200)
    cases = [do.report(lex, handelse=event) for event in events]
    for case in cases:
        told = case.reporter.read("/kvitto")
        assert "Spara din kod" in told
        assert "har ditt ärende" in told
        assert f"ärendenummer {case.reference}" in told
    assert first(lex).listed() == {case.reference for case in cases}


@pytest.mark.row("S3-41")
def test_a_report_holds_what_happened_and_what_would_have_helped_and_a_body_reads_both(lex: Home) -> None:
    suggestion = "En gemensam tid för alla tre vore nog."
    case = do.report(lex, handelse="Tre möten på en vecka.", forslag=suggestion)
    assert "Vad hade behövts för att det skulle ha fungerat?" in first(lex).read(case.path)
    assert suggestion in first(lex).read(case.path)
    do.judge(lex, case)
    do.mask(lex, case, "Ett gemensamt möte föreslås.")
    do.choose(first(lex), case, "lyft-till-arbetsgruppen")
    read = group(lex).read(case.path)
    assert "Vad hade behövts för att det skulle ha fungerat? Ett gemensamt möte föreslås." in read


@pytest.mark.row("S3-14")
def test_a_hindrance_lies_with_another_party_with_the_own_organisation_or_with_both(lex: Home) -> None:
    for value, words in {
        "annan": "Hos en annan part",
        "egen": "I min egen organisation",
        "bada": "Båda",
    }.items():
        case = do.to_the_arbetsgrupp(lex, var=value)
        for reader in (first(lex), group(lex)):
            assert f"Var ligger hindret, som du ser det? {words}" in reader.read(case.path)


# --- What kind of case it is -----------------------------------------------------------------------------


@pytest.mark.row("S3-27")
@pytest.mark.row("S3-28")
@pytest.mark.row("S3-29")
@pytest.mark.row("S3-26")
def test_each_level_is_explained_and_suggests_an_approach_and_finds_its_cases(lex: Home) -> None:
    page = first(lex).read(f"{do.report(lex).path}/bedomning")
    for words in (
        "Struktur. Lagar och regler.",
        "Organisering. Hur man har organiserat sig, exempelvis rutiner och policys.",
        "Individ. När en person försvårar samverkan, till exempel genom bemötande.",
    ):
        assert words in page
    suggested = {
        "struktur": "Styr- och beredningsgrupp",
        "organisering": "Särskild arbetsgrupp",
        "individ": "Dialog eller kontakt med chef",
    }
    for level, approach in suggested.items():
        case = do.report(lex)
        do.judge(lex, case, level=level)
        assert f"Föreslaget angreppssätt {approach}" in first(lex).read(case.path)
        assert first(lex).listed(f"level={level}") == {case.reference}


@pytest.mark.row("S3-29")
def test_where_it_is_about_a_person_at_work_nobody_else_reads_which(lex: Home) -> None:
    case = do.report(lex, handelse="Handläggaren Bengt på kontoret i Norrby skrek åt honom.")
    page = first(lex).read(f"{case.path}/bedomning")
    assert "skriv aldrig vem" in page.partition("Individ.")[2]
    do.judge(lex, case, level="individ", category="bemotande")
    masking = first(lex).read(f"{case.path}/avidentifiera")
    assert "rapportören eller en handläggare: namn, ort, ålder, datum, enhet. Skriv funktioner." in masking
    assert first(lex).client.get(f"{case.path}/utfall/lyft-till-arbetsgruppen").status_code == 404
    do.mask(lex, case, "En handläggare bemötte personen illa.")
    do.choose(first(lex), case, "lyft-till-arbetsgruppen")
    for page in (group(lex).read(case.path), group(lex).read("/arenden?vy=all&q=Bengt")):
        assert "Bengt" not in page.replace("q=Bengt", "")
        assert "Norrby" not in page
    assert "En handläggare bemötte personen illa." in group(lex).read(case.path)
    assert group(lex).listed("vy=all&q=Bengt") == set()


@pytest.mark.row("S3-03")
def test_what_falls_between_the_chairs_is_a_category_and_a_consequence(lex: Home) -> None:
    case, other = do.report(lex), do.report(lex)
    do.judge(lex, case, level="organisering", category="mellan-stolarna", client_short=["mellan-stolarna"])
    do.judge(lex, other)
    read = first(lex).read(case.path)
    assert "Kategori Mellan stolarna" in read
    assert "kort sikt Ingen part tar ansvar" in read
    for query in ("category=mellan-stolarna", "consequence=mellan-stolarna"):
        assert first(lex).listed(query) == {case.reference}


@pytest.mark.row("S3-22")
def test_a_case_in_a_chain_of_three_authorities_is_found_at_each_with_the_person_unpaid(lex: Home) -> None:
    parties = ["region-primarvard", "fk", "af"]
    case, other = do.report(lex, parter=parties), do.report(lex, parter=["kommun-funktionsstod"])
    assert first(lex).listed("party=fk") == {case.reference}
    do.judge(
        lex,
        case,
        parties=parties,
        from_party="fk",
        to_party="af",
        client_short=["utan-ersattning", "utan-insats"],
    )
    do.judge(lex, other, parties=["kommun-funktionsstod"])
    read = first(lex).read(case.path)
    assert "Parter Primärvård, Försäkringskassan, Arbetsförmedlingen" in read
    assert "kort sikt Utan ersättning, Utan insats" in read
    for party in parties:
        assert first(lex).listed(f"party={party}&consequence=utan-ersattning") == {case.reference}


@pytest.mark.row("S3-23")
def test_the_units_of_one_region_are_told_apart_from_and_to(lex: Home) -> None:
    units = ["region-primarvard", "region-psykiatri"]
    case, other = do.report(lex, parter=units), do.report(lex, parter=["region-primarvard"])
    do.judge(lex, case, parties=units, from_party="region-primarvard", to_party="region-psykiatri")
    do.judge(lex, other, parties=["region-primarvard"])
    read = first(lex).read(case.path)
    assert "Från Primärvård" in read
    assert "Till Specialistpsykiatri" in read
    assert first(lex).listed("party=region-psykiatri") == {case.reference}
    assert first(lex).listed("party=region-primarvard") == {case.reference, other.reference}


@pytest.mark.row("S3-24")
@pytest.mark.row("S3-25")
def test_a_decision_that_does_not_come_and_a_handlaggare_out_of_reach_are_found_by_what_lies_behind(
    lex: Home,
) -> None:
    blocked, unreached = do.report(lex), do.report(lex)
    do.judge(lex, blocked, level="organisering", category="intyg", client_short=["beslut-uteblir"])
    do.judge(lex, unreached, level="organisering", category="tillganglighet", causes=["arbetsbelastning"])
    leader = first(lex)
    assert "Kategori Intyg och underlag" in leader.read(blocked.path)
    assert "kort sikt Beslut uteblir" in leader.read(blocked.path)
    assert (
        leader.listed("category=intyg") == leader.listed("consequence=beslut-uteblir") == {blocked.reference}
    )
    read = leader.read(unreached.path)
    assert "Kategori Svårt att nå" in read
    assert "Orsaker, som ni förstår det nu Hög arbetsbelastning" in read
    for query in ("category=tillganglighet", "cause=arbetsbelastning"):
        assert leader.listed(query) == {unreached.reference}


# --- The way of a case -----------------------------------------------------------------------------------


@pytest.mark.row("S3-16")
def test_the_process_leader_talks_it_through_and_what_was_left_out_is_added(lex: Home) -> None:
    with clock.standing_at(MONDAY):
        case = do.report(lex, kontakt_name="Mika", kontakt_phone="010-555 00 00")
        leader, talk = first(lex), f"{case.path}/samtal"
        assert "010-555 00 00" in leader.refused(f"{case.path}/kontakt", reason="Prata igenom ärendet.")
        leader.send(talk, what="note", text="Vi gick igenom det i telefon.", standing="handling", talk="on")
        case.reporter.send("/kvitto/meddelande", text="Det jag glömde: AF var med på mötet.")
        read = leader.read(talk)
    assert "Vi gick igenom det i telefon." in read
    assert "Samtal med rapportören" in read
    assert "Det jag glömde: AF var med på mötet." in read
    # The promise of a first contact is kept: the next word is the one that breaks the longest silence.
    with clock.standing_at(MONDAY + timedelta(days=8)):
        mind_dates()
        assert first(lex).listed("vy=overdue") == set()


@pytest.mark.row("S3-37")
def test_the_reporter_follows_adds_and_sees_what_came_of_it(lex: Home) -> None:
    case = do.to_the_arbetsgrupp(lex)
    case.reporter.send("/kvitto/meddelande", text="Det hände igen i går.")
    assert "Det hände igen i går." in case.receipt()
    assert "Det hände igen i går." in first(lex).read(f"{case.path}/samtal")
    do.choose(group(lex), case, "besluta-i-arbetsgruppen", decision="En gemensam rutin.")
    told = case.receipt()
    for words in ("Din rapport har lyfts till arbetsgruppen", "Arbetsgruppen har beslutat om en åtgärd."):
        assert words in told
    do.choose(group(lex), case, "avsluta-i-arbetsgruppen", reason="Rutinen finns.", reply=REPLY)
    do.choose(first(lex), case, "svara-och-stang", reply="Tack för att du skrev till oss.")
    told = case.receipt()
    assert "Din rapport är besvarad" in told
    assert REPLY in told


@pytest.mark.row("S3-39")
def test_it_always_says_who_has_it_to_its_reporter_and_to_its_readers(lex: Home) -> None:
    case = do.report(lex)
    name = lex.processledare.name
    assert f"{name}, processledare, har ditt ärende." in case.receipt()
    assert f"Hos Processledare: {name}" in first(lex).read(case.path)
    do.judge(lex, case)
    do.mask(lex, case)
    do.choose(first(lex), case, "lyft-till-arbetsgruppen")
    assert "Arbetsgruppen ser efter om det är ett mönster" in case.receipt()
    assert "(Arbetsgrupp, inom 30 dagar) här är ärendet nu" in case.receipt()
    for reader in (first(lex), group(lex)):
        assert f"Hos Arbetsgrupp: {lex.user('arbetsgrupp').name}" in reader.read(case.path)


@pytest.mark.row("S3-13")
def test_how_a_case_is_to_be_handled_is_read_by_the_body_that_gets_it(lex: Home) -> None:
    case = do.report(lex)
    do.judge(lex, case, level="organisering", category="intyg", approach="workshop")
    do.mask(lex, case)
    do.choose(first(lex), case, "lyft-till-arbetsgruppen")
    read = group(lex).read(case.path)
    assert "Angreppssätt Workshop" in read
    assert "Föreslaget angreppssätt Särskild arbetsgrupp" in read


@pytest.mark.row("S3-42")
def test_nothing_closes_without_an_answer_and_an_answer_that_is_late_is_called_for(lex: Home) -> None:
    with clock.standing_at(MONDAY):
        case = do.report(lex)
        for outcome in ("svara-och-stang", "lost-i-dialog"):
            path = f"{case.path}/utfall/{outcome}"
            sent = {"outcome": outcome, "problem": "Kön.", "solution": "Ett möte.", "participants": "AF, FK"}
            assert "Skriv vad rapportören ska få veta" in first(lex).refused(path, **sent, reply="Ok")
        assert first(lex).listed() == {case.reference}
    with clock.standing_at(MONDAY + timedelta(days=9)):
        mind_dates()
        assert first(lex).listed("vy=overdue") == {case.reference}
        alarm = first(lex).read(case.path)
        assert "Rapportören väntar på besked från er" in alarm
        assert "Nästa besked till rapportören 2 arbetsdagar sen" in alarm
        do.choose(first(lex), case, "svara-och-stang", reply=REPLY)
        assert REPLY in case.receipt()
        assert "Rapportören väntar" not in first(lex).read(case.path)


@pytest.mark.row("S3-01")
def test_it_is_a_tool_for_improvement_with_a_loop_that_goes_all_the_way_round(lex: Home) -> None:
    case = do.to_the_arbetsgrupp(lex)
    measure = do.decide(group(lex), case, kind="workshop", what="En workshop om intyg.")
    do.choose(group(lex), case, "avsluta-i-arbetsgruppen", reason="Det är beslutat.", reply=REPLY)
    do.choose(first(lex), case, "svara-och-stang", reply="Tack för att du skrev till oss.")
    due = (clock.today() + timedelta(days=20)).isoformat()
    done = {"done": "on", "result": "Den är hållen.", "due": due, "version": "0"}
    first(lex).send(measure, **done, effect="both", effect_text="Intygen kommer i tid.")
    assert "Intygen kommer i tid." in group(lex).read(measure)

    case.reporter.send("/kvitto/hjalpte-det", helped="no", text="Det hände igen.")
    assert "Du har svarat Nej" in case.receipt()
    assert "Rapportören säger att det inte hjälpte" in first(lex).read(case.path)


# --- Several förbund -------------------------------------------------------------------------------------


@pytest.mark.row("S3-02")
def test_one_person_works_in_two_forbund_that_do_not_see_each_other(norrvik: Place, soderby: Place) -> None:
    leader, neighbour = norrvik.processledare, soderby.processledare
    with air.inside(norrvik.tenant):
        here = families.send().case
    with air.inside(soderby.tenant):
        there = families.send(handelse="Kön i Söderby.", konsekvens="Ingen tid i Söderby.").case
    assert here.reference == there.reference
    Membership.objects.create(user=neighbour, tenant=norrvik.tenant)
    places = re.findall(
        r'href="([^"]+)">(Samordningsförbundet [^<]+)<', at(soderby, neighbour).html("/mina-organisationer")
    )
    assert sorted(name for _address, name in places) == [
        "Samordningsförbundet Norrvik",
        "Samordningsförbundet Söderby",
    ]
    assert "Ingen tid i Söderby." in at(soderby, neighbour).read("/arenden")
    assert "Söderby" not in at(norrvik, leader).read("/arenden")
    assert at(soderby, leader).client.get("/arenden").status_code == 404
    assert at(norrvik, neighbour).client.get(f"/arenden/{here.reference}").status_code == 404
