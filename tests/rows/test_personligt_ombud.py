"""Personligt ombud: from a brist in everyday work to a change, as people meet it on the pages."""

from datetime import date, timedelta

import pytest

from accounts.models import Membership, User
from tenants import air, clock
from tests.api.conftest import key_of
from tests.conftest import Place
from tests.families import Home, home_of
from tests.rows import conftest as do
from tests.rows.conftest import MONDAY, REPLY, at, first
from workflows.cases.overdue import mind_dates
from workflows.chains import publishing
from workflows.presets import family

LEVELS = {
    "handlaggarniva": ("Handläggarnivå", ("Bemötande", "Kompetens", "Värderingar", "Ansvar")),
    "lokal": ("Lokal nivå", ("Organisation", "Resurser", "Insatser", "Måluppfyllelse")),
    "central": ("Central nivå", ("Regelverk", "Resurser", "Organisation")),
}


def member(home: Home) -> do.Visit:
    """A visit of somebody in the ledningsgrupp."""
    return at(home, home.user("ledningsgrupp"))


# --- What a report says, and who reads it ----------------------------------------------------------------


@pytest.mark.row("S0-01")
@pytest.mark.parametrize("name", family.names())
def test_the_consequence_for_the_client_must_be_told_and_stands_in_every_list(
    name: str, both: tuple[Place, Place], db: None
) -> None:
    home = home_of(name)
    with air.inside(home.tenant):
        case = do.report(home, konsekvens="Personen stod utan pengar till hyran.")
        refused = at(home).refused("/rapportera", handelse="Två myndigheter väntade.", konsekvens=" ")
        assert "Skriv vad" in refused
        assert "en enda mening" in refused
        assert "Personen stod utan pengar till hyran." in first(home).read("/arenden")
        assert "Personen stod utan pengar till hyran." in first(home).read(case.path)


@pytest.mark.row("S0-01")
def test_a_body_reads_the_consequence_without_the_person_in_its_list(po: Home) -> None:
    case = do.report(po, konsekvens="Lisa i Norrby stod utan hyra.")
    do.judge(po, case)
    do.analyse(po, case)
    do.hear(po, case)
    do.mask(po, case, "En klient stod utan pengar till hyran.")
    do.choose(first(po), case, "rapportera")
    listed = member(po).read("/arenden")
    assert "En klient stod utan pengar till hyran." in listed
    assert "Lisa" not in listed


@pytest.mark.row("S0-02")
def test_what_it_costs_the_organisations_is_said_at_triage_and_in_the_analysis(po: Home) -> None:
    case = do.report(po)
    do.judge(po, case, organisation_short=["dubbelarbete", "tid-gar-at"])
    do.analyse(po, case, organisationer="Tre handläggare gör samma utredning.")
    do.hear(po, case)
    do.mask(po, case)
    do.choose(first(po), case, "rapportera")
    for reader in (first(po), member(po)):
        read = reader.read(case.path)
        assert "kort sikt Dubbelarbete, Tid går åt till att leta rätt på någon" in read
        assert "Tre handläggare gör samma utredning." in read


@pytest.mark.row("S1-02")
def test_a_report_is_about_a_group_of_people_and_found_by_it(po: Home) -> None:
    young, other = do.report(po), do.report(po)
    do.judge(po, young, target_groups=["unga-vuxna", "psykisk-funktionsnedsattning"])
    do.judge(po, other, target_groups=["aldre"])
    told = "Målgrupp Personer med psykisk funktionsnedsättning, Unga vuxna"
    read = first(po).read(young.path)
    assert told in read or "Målgrupp Unga vuxna, Personer med psykisk funktionsnedsättning" in read
    assert first(po).listed("target_group=unga-vuxna") == {young.reference}


@pytest.mark.row("S1-03")
def test_what_of_welfare_it_was_about_is_one_of_six_areas(po: Home) -> None:
    areas = ("vard", "stod", "service", "forsorjning", "boende", "sysselsattning")
    cases = {area: do.report(po) for area in areas}
    for area, case in cases.items():
        do.judge(po, case, areas=[area])
    leader = first(po)
    assert {area: leader.listed(f"area={area}") for area in areas} == {
        area: {case.reference} for area, case in cases.items()
    }
    assert "Område Försörjning" in leader.read(cases["forsorjning"].path)


@pytest.mark.row("S2-03")
def test_a_report_is_for_all_who_meet_it_and_says_about_how_many_they_are(po: Home) -> None:
    case, other = do.report(po), do.report(po)
    assert "Hur många berörs?" in first(po).read(f"{case.path}/bedomning")
    do.judge(po, case, affected="grupp")
    do.judge(po, other, affected="2-4")
    assert "Hur många berörs? En hel grupp" in first(po).read(case.path)
    assert first(po).listed("affected=grupp") == {case.reference}


# --- Triage ----------------------------------------------------------------------------------------------


@pytest.mark.row("S0-07")
def test_systembrist_or_enstaka_brist_is_chosen_by_criteria_and_for_a_reason_that_is_kept(po: Home) -> None:
    case = do.report(po)
    leader, path = first(po), f"{case.path}/bedomning"
    page = leader.read(path)
    assert "Systembrist. Återkommer, upprepas över tid och kan inte förklaras av en enskild händelse." in page
    assert "Enstaka brist. En händelse som inte bedöms vara en systembrist." in page
    sent = {"type": "systembrist", "level": "lokal", "category": "organisation"}
    assert "Skriv varför du bedömer det så." in leader.refused(path, **sent, reason=" ")
    leader.send(path, **sent, reason="Fjärde gången sedan i våras.")
    assert "Fjärde gången sedan i våras." in leader.read(case.path)
    do.analyse(po, case)
    do.hear(po, case)
    do.mask(po, case)
    do.choose(leader, case, "rapportera")
    read = member(po).read(case.path)
    assert "Typ Systembrist" in read
    assert "Fjärde gången" not in read


@pytest.mark.row("S0-08")
@pytest.mark.row("S0-09")
@pytest.mark.row("S0-10")
@pytest.mark.row("S0-11")
@pytest.mark.row("S0-12")
@pytest.mark.row("S0-13")
def test_each_level_has_its_own_categories_also_where_they_are_called_the_same(po: Home) -> None:
    words = family.read("personligt-ombud").words["category"]
    leader = first(po)
    html = leader.html(f"{do.report(po).path}/bedomning")
    found: dict[str, list[str]] = {}
    for level, (name, categories) in LEVELS.items():
        group = html.partition(f'<optgroup label="{name}">')[2].partition("</optgroup>")[0]
        codes = {w["name"]: w["code"] for w in words if w["under"] == level}
        for category in categories:
            assert category in do.plain(group)
            case = do.report(po)
            do.judge(po, case, level=level, category=codes[category])
            read = leader.read(case.path)
            assert f"Nivå {name}" in read
            assert f"Kategori {category}" in read
            assert leader.listed(f"category={codes[category]}") == {case.reference}
            found.setdefault(level, []).append(case.reference)
    assert {level: leader.listed(f"level={level}") for level in LEVELS} == {
        level: set(references) for level, references in found.items()
    }


@pytest.mark.row("S0-13")
def test_a_category_of_another_level_is_not_taken(po: Home) -> None:
    path = f"{do.report(po).path}/bedomning"
    sent = {"type": "systembrist", "level": "lokal", "category": "central-resurser", "reason": "Återkommer."}
    assert "Kategorin hör till en annan nivå." in first(po).refused(path, **sent)


@pytest.mark.row("S1-18")
@pytest.mark.row("S2-11")
def test_the_level_says_where_to_go_first(po: Home) -> None:
    case = do.report(po)
    page = first(po).read(f"{case.path}/bedomning")
    assert (
        "Förslag: Gå till parten direkt." in page.partition("Handläggarnivå.")[2].partition("Lokal nivå.")[0]
    )
    assert "Förslag: Lokalt chefsbeslut." in page.partition("Lokal nivå.")[2].partition("Central nivå.")[0]
    do.judge(po, case, level="handlaggarniva", category="bemotande")
    assert "Föreslaget angreppssätt Gå till parten direkt" in first(po).read(case.path)


@pytest.mark.row("S2-11")
def test_the_local_chef_is_asked_before_the_ledningsgrupp_gets_it(po: Home) -> None:
    case = do.report(po)
    do.judge(po, case, level="lokal", category="organisation")
    do.analyse(po, case)
    do.mask(po, case)
    assert "Begär ett yttrande av partens lokala chef" in first(po).read(case.path)
    assert first(po).client.get(f"{case.path}/utfall/rapportera").status_code == 404
    do.hear(po, case)
    do.choose(first(po), case, "rapportera")
    assert member(po).listed() == {case.reference}


@pytest.mark.row("S2-10")
def test_three_schemes_of_levels_are_counted_as_one_and_it_says_where_that_loses_something(
    both: tuple[Place, Place], db: None
) -> None:
    told, counted = {}, {}
    for name in family.names():
        home = home_of(name)
        with air.inside(home.tenant):
            levels = family.read(name).words["level"]
            for level in levels:
                case = do.report(home)
                do.judge(home, case, level=level["code"])
                told[level["name"]] = first(home).read(case.path).partition("Räknas hos alla som ")[2]
            program = key_of(home, home.processledare)
        listed = program.get("cases?type=").body["results"]
        counted[name] = sorted(row["shared_level"] for row in listed)
        assert {program.get(f"cases/{row['reference']}").body["shared_level"] for row in listed} == set(
            counted[name]
        )
    assert set(map(tuple, counted.values())) == {("individ", "organisation", "regelverk")}
    assert told["Lokal nivå"].startswith("Organisation ")
    assert told["Organisering"].startswith("Organisation ")
    assert told["Handläggarnivå"].startswith("Individ ")
    assert told["Central nivå"].startswith("Regelverk, fast nivån här rymmer mer ")
    assert told["Struktur"].startswith("Regelverk, fast nivån här rymmer mer ")


# --- The reporter is protected ---------------------------------------------------------------------------


@pytest.mark.row("S0-15")
def test_who_reported_is_read_by_the_first_receiver_alone_for_a_reason_that_everybody_there_sees(
    po: Home,
) -> None:
    who = {"kontakt_name": "Olle Ombud", "kontakt_email": "olle@po.example"}
    case = do.to_the_ledningsgrupp(po, **who)
    contact = f"{case.path}/kontakt"
    for reader in (first(po), member(po)):
        assert "Olle" not in reader.read(case.path)
    for nobody in (po.user("ledningsgrupp"), po.user("ordforande"), po.administrator):
        assert at(po, nobody).client.get(contact).status_code == 404
    leader = first(po)
    assert "Olle" not in leader.read(contact)
    assert "Skriv varför du behöver kontaktuppgifterna." in leader.refused(contact, reason=" ")
    assert "Olle Ombud" in leader.refused(contact, reason="Jag behöver fråga om datumet.")
    logged = leader.read(contact)
    assert po.processledare.name in logged
    assert "Jag behöver fråga om datumet." in logged


@pytest.mark.row("S0-15")
def test_who_criticises_the_own_chef_chooses_who_reads_it_and_the_chef_does_not(po: Home) -> None:
    case = do.report(po, handelse="Min chef vill inte ta upp det.", mottagare="ordforande")
    assert first(po).client.get(case.path).status_code == 404
    assert case.reference not in first(po).listed("vy=all")
    assert "Min chef vill inte ta upp det." in at(po, po.user("ordforande")).read(case.path)


@pytest.mark.row("S1-05")
def test_the_kommun_that_employs_the_ombud_neither_reads_nor_changes_anything(
    po: Home, norrvik: Place
) -> None:
    case = do.report(po, kontakt_name="Olle Ombud")
    # A chef in the kommun, seated there, who has been made an administrator here as well.
    chef = norrvik.processledare
    Membership.objects.create(user=chef, tenant=po.tenant, administrator=True)
    for place in (po, norrvik):
        visit = at(place, chef)
        for below in ("", "/bedomning", "/avidentifiera", "/kontakt", "/samtal"):
            assert visit.client.get(case.path + below).status_code == 404
            assert visit.client.post(case.path + below, {"reason": "Nyfiken."}).status_code == 404
    assert case.reference in first(po).listed()


# --- The way of a brist ----------------------------------------------------------------------------------


@pytest.mark.row("S0-19")
@pytest.mark.row("S0-31")
def test_a_systembrist_comes_to_the_ledningsgrupps_list_once_it_is_analysed(po: Home) -> None:
    case = do.report(po)
    assert member(po).client.get(case.path).status_code == 404
    do.judge(po, case)
    do.mask(po, case)
    do.hear(po, case)
    assert first(po).client.get(f"{case.path}/utfall/rapportera").status_code == 404
    do.analyse(po, case)
    do.choose(first(po), case, "rapportera")
    assert member(po).listed() == {case.reference}
    assert "Hos Ledningsgruppen" in member(po).read(case.path)
    assert "Din rapport har gått till ledningsgruppen" in case.receipt()


@pytest.mark.row("S0-20")
def test_an_enstaka_brist_is_answered_and_stays_to_be_found(po: Home) -> None:
    case = do.report(po)
    do.judge(po, case)
    given = {
        "reason": "En enda händelse.",
        "reply": "Du kan stödja klienten att ta upp det med enhetschefen.",
    }
    do.choose(first(po), case, "enstaka-brist", **given)
    assert "Du kan stödja klienten" in case.receipt()
    leader = first(po)
    assert case.reference not in leader.listed()
    assert leader.listed("vy=closed&type=enstaka-brist") == {case.reference}
    read = leader.read(case.path)
    assert "Typ Enstaka brist" in read
    assert "En enda händelse." in read


@pytest.mark.row("S1-19")
def test_the_clients_matter_and_the_system_are_followed_and_closed_apart(po: Home) -> None:
    case = do.to_the_ledningsgrupp(po)
    given = {"problem": "Två väntade.", "solution": "Ett möte.", "participants": "Enhetschef, ombud."}
    do.choose(first(po), case, "lost-direkt", **given, reply="Din klient har nu en handläggare.")
    told = case.receipt()
    assert "Din klient har nu en handläggare." in told
    assert "Så går det med din rapport" in told
    assert member(po).listed() == {case.reference}
    do.choose(member(po), case, "avsluta-i-ledningsgruppen", reason="Rutinen finns.", reply=REPLY)
    told = case.receipt()
    assert "Din klient har nu en handläggare." in told
    assert REPLY in told
    assert "Din rapport är besvarad" in told
    assert member(po).listed() == set()


@pytest.mark.row("S0-03")
@pytest.mark.row("S1-26")
def test_a_case_ends_in_a_change_with_an_effect_and_not_only_as_closed(po: Home) -> None:
    case = do.to_the_ledningsgrupp(po)
    measure = do.decide(member(po), case, what="En SMS-påminnelse om tiden.")
    closing = f"{case.path}/utfall/avsluta-i-ledningsgruppen"
    refused = member(po).refused(closing, outcome="avsluta-i-ledningsgruppen", reason="Klart.", reply="")
    assert "Skriv vad rapportören ska få veta: vad som ändrades" in refused
    do.choose(member(po), case, "avsluta-i-ledningsgruppen", reason="Klart.", reply=REPLY)
    do.choose(first(po), case, "svara-och-stang", reply=REPLY)
    assert "Avslutat" in first(po).read(case.path)
    assert "En SMS-påminnelse om tiden." in member(po).read("/atgarder")

    due = (clock.today() + timedelta(days=20)).isoformat()
    said = {"done": "on", "result": "Alla mottagningar skickar SMS.", "due": due, "version": "0"}
    member(po).send(
        measure, **said, effect="client", effect_text="Ingen klient har missat sin tid sedan dess."
    )
    for reader in (first(po), member(po)):
        read = reader.read(f"{case.path}/atgarder")
        assert "En SMS-påminnelse om tiden." in read
        assert "Nytta för den enskilde" in read
        assert "Ingen klient har missat sin tid sedan dess." in reader.read(measure)


@pytest.mark.row("S1-01")
def test_what_the_ledningsgrupp_cannot_do_itself_is_passed_on_to_the_lansstyrelse_and_found_so(
    po: Home,
) -> None:
    case, other = do.to_the_ledningsgrupp(po), do.to_the_ledningsgrupp(po)
    given = {"reason": "Två lagar säger emot varandra.", "addressee": "lansstyrelsen"}
    do.choose(member(po), case, "vidarerapportera", **given)
    assert "Förs vidare till: Länsstyrelsen" in member(po).read(case.path)
    assert member(po).listed("duty=passed_on") == {case.reference}
    assert member(po).listed("duty=passed_on&party=af") == {case.reference}
    assert other.reference in member(po).listed()
    assert "har rapporterat bristen vidare" in case.receipt()


# --- Parties, organisations, and what is promised --------------------------------------------------------


@pytest.mark.row("S0-28")
def test_primarvard_and_psykiatri_are_parties_of_their_own_each_with_a_seat(po: Home) -> None:
    administrator = at(po, po.administrator)
    spoken_for = {
        "region-primarvard": "Primärvård",
        "region-psykiatri": "Specialistpsykiatri",
        "af": "Arbetsförmedlingen",
        "fk": "Försäkringskassan",
    }
    for code, name in spoken_for.items():
        user = User.objects.create_user(f"{code}@ledningsgruppen.example", None, f"Ledamot {name}")
        Membership.objects.create(user=user, tenant=po.tenant)
        seated = {"body": po.seats["ledningsgrupp"][0].body_id, "user": user.pk, "party": code}
        administrator.send("/organ", **seated, function="Ledamot", sight="masked")
    page = administrator.read("/organ")
    for name in spoken_for.values():
        assert f"Ledamot {name} Ledamot · läser avidentifierad text Talar för {name}" in page

    case = do.report(po)
    do.judge(po, case, parties=["region-psykiatri"])
    assert first(po).listed("party=region-psykiatri") == {case.reference}
    assert first(po).listed("party=region-primarvard") == set()


@pytest.mark.row("S1-06")
def test_each_organisation_has_its_own_form_words_and_bodies_on_the_same_pages(
    both: tuple[Place, Place], db: None
) -> None:
    expected = {
        "lex-heller": ("Rapportera en låsning", "Vad hade behövts", "Organisering", "Förbundschefer"),
        "personligt-ombud": ("Rapportera en brist", "När hände det?", "Lokal nivå", "Ledningsgruppen"),
        "avvikelse": (
            "Rapportera något som gick fel",
            "Vad gjorde ni genast?",
            "Verksamhet",
            "Närmaste chefer",
        ),
    }
    for name, (title, question, level, body) in expected.items():
        home = home_of(name)
        with air.inside(home.tenant):
            asked = at(home).read("/rapportera")
            judged = first(home).read(f"{do.report(home).path}/bedomning")
            bodies = at(home, home.administrator).read("/organ")
        for found in (title in asked, question in asked, f"{level}." in judged, body in bodies):
            assert found, name
        others = [other for key, other in expected.items() if key != name]
        assert not any(other[1] in asked or other[3] in bodies for other in others)


@pytest.mark.row("S1-09")
def test_how_soon_there_is_an_answer_is_promised_by_each_organisation_and_watched(
    po: Home, norrvik: Place
) -> None:
    po.tenant.first_contact_days, po.tenant.silence_days = 3, 14
    po.tenant.save()
    promised = at(po).read("/rapportera")
    assert "inom 3 arbetsdagar" in promised
    assert "aldrig mer än 14 dagar" in promised
    assert "inom 5 arbetsdagar" in at(norrvik).read("/rapportera")

    with clock.standing_at(MONDAY):
        case = do.report(po)
        assert "Senast torsdag 4 mars hör du något." in case.receipt()
        assert first(po).listed("vy=overdue") == set()
    with clock.standing_at(MONDAY + timedelta(days=4)):
        mind_dates()
        assert first(po).listed("vy=overdue") == {case.reference}
        assert "1 arbetsdag sen" in first(po).read(case.path)
        first(po).send(f"{case.path}/samtal", what="letter", text="Vi har läst och hör av oss till parten.")
        assert "19 mar" in first(po).read(case.path)


@pytest.mark.row("S1-21")
def test_the_ledningsgrupps_answer_has_a_day_that_the_organisation_sets_and_the_ombud_sees(po: Home) -> None:
    assert "(Ledningsgruppen, inom tre månader)" in at(po).read("/rapportera")
    content = family.read("personligt-ombud").chain
    for stage in content["stages"]:
        if stage["key"] == "ledningsgrupp":
            stage["deadline"] = {"count": 6, "unit": "weeks"}
    publishing.publish(content["slug"], {k: v for k, v in content.items() if k != "slug"})
    assert "(Ledningsgruppen, inom sex veckor)" in at(po).read("/rapportera")

    with clock.standing_at(MONDAY):
        case = do.to_the_ledningsgrupp(po)
        assert (MONDAY.date() + timedelta(weeks=6)) == date(2027, 4, 12)
        assert "mån 12 apr" in member(po).read(case.path)
        do.choose(first(po), case, "svara-och-stang", reply="Ledningsgruppen har ditt ärende nu.")
        assert "inom sex veckor) här är ärendet nu" in case.receipt()
        do.choose(member(po), case, "avsluta-i-ledningsgruppen", reason="Rutinen finns.", reply=REPLY)
        assert REPLY in case.receipt()
