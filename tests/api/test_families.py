"""The JSON door to what the later families need: facets, analysis, those pointed out, references."""

from datetime import timedelta

import pytest

from accounts.models import User
from tenants import air, clock
from tests import families
from tests.api.conftest import Program, key_of
from tests.conftest import Place
from tests.families import Home, home_of
from tests.workflows.cases import test_pages
from workflows.cases.models import Case


@pytest.fixture
def po(both: tuple[Place, Place], db: None) -> Home:
    """A PO-verksamhet."""
    return home_of("personligt-ombud")


@pytest.fixture
def avvikelse(both: tuple[Place, Place], db: None) -> Home:
    """A kommun with those it works with."""
    return home_of("avvikelse")


def program(home: Home, user: User | None = None) -> Program:
    """The program of somebody there, else of the first receiver."""
    return key_of(home, user or home.processledare)


def reported(home: Home) -> str:
    """The path of a case that has just come in."""
    with air.inside(home.tenant):
        return f"cases/{families.send().case.reference}"


TRIAGE = {
    "type": "systembrist",
    "level": "lokal",
    "category": "ansvarsfordelning",
    "from_party": "af",
    "to_party": "fk",
    "facets": {"client_short": ["skulder"], "causes": ["oklart-ansvar"], "affected": ["2-4"]},
    "reason": "Det återkommer.",
}


def test_a_case_is_described_and_found_by_its_facets(po: Home) -> None:
    path, leader = reported(po), program(po)
    assert leader.get(path).body["facets"] == {}
    changed = leader.patch(path, TRIAGE).body
    assert changed["facets"] == TRIAGE["facets"]
    assert (changed["from_party"], changed["to_party"]) == ("af", "fk")
    assert changed["suggested_approach"] == "chefsbeslut"

    kept = leader.patch(path, {"facets": {"aims": ["samordning"], "causes": []}, "reason": "Mer."}).body
    assert kept["facets"] == {"client_short": ["skulder"], "affected": ["2-4"], "aims": ["samordning"]}
    found = {
        "consequence=skulder": 1,
        "consequence=bostad": 0,
        "cause=oklart-ansvar": 0,
        "aim=samordning": 1,
        "affected=2-4&type=systembrist": 1,
        "area=vard": 0,
        "target_group=": 1,
        "duty=remedied": 0,
    }
    assert {query: len(leader.get(f"cases?{query}").body["results"]) for query in found} == found
    assert leader.get("cases?duty=allt").status == 422


@pytest.mark.parametrize(
    ("change", "field"),
    [
        ({"facets": {"causes": ["finns-inte"]}}, "causes"),
        ({"facets": {"affected": ["en", "2-4"]}}, "affected"),
        ({"facets": {"finns_inte": ["en"]}}, "finns_inte"),
        ({"facets": {"causes": "oklart-ansvar"}}, "causes"),
        ({"facets": []}, "facets"),
        ({"from_party": "mars"}, "from_party"),
    ],
)
def test_what_is_wrong_with_a_facet_is_said_by_its_name(
    po: Home, change: dict[str, object], field: str
) -> None:
    refused = program(po).patch(reported(po), {**TRIAGE, **change})
    assert refused.status == 422
    assert [error["field"].split(".")[-1] for error in refused.body["errors"]] == [field]


def test_the_analysis_is_asked_for_filled_in_and_kept(po: Home, norrvik: Place) -> None:
    path, leader = reported(po), program(po)
    asked = leader.get(path).body["analysis"]
    assert asked["answers"] == {}
    required = {q["id"] for q in asked["questions"] if q["required"]}
    answers = {
        q["id"]: q["choices"][0]["value"] if q["choices"] else "Så är det."
        for q in asked["questions"]
        if q["required"]
    }
    early = leader.patch(path, {"analysis": answers})
    assert (early.status, "Bedöm ärendet först" in early.text) == (422, True)
    empty = leader.patch(path, {**TRIAGE, "analysis": {}})
    assert {error["field"] for error in empty.body["errors"]} == required
    assert leader.patch(path, {**TRIAGE, "analysis": answers}).body["analysis"]["answers"] == answers
    more = leader.patch(path, {"analysis": {"planerat": "Ett möte."}}).body["analysis"]["answers"]
    assert more == {**answers, "planerat": "Ett möte."}
    needs = {one["id"]: one["needs"] for one in leader.get(path).body["lacking"]}
    assert needs["rapportera"] == ["heard", "masked"]

    elsewhere = key_of(norrvik, norrvik.processledare)
    with air.inside(norrvik.tenant):
        other = f"cases/{families.send().case.reference}"
    assert elsewhere.get(other).body["analysis"] is None
    refused = elsewhere.patch(other, {"analysis": {"orsak": "Så."}})
    assert [error["field"] for error in refused.body["errors"]] == ["analysis"]


def test_an_outcome_says_what_there_is_to_choose_from(avvikelse: Home) -> None:
    with air.inside(avvikelse.tenant):
        case = test_pages.at_the_chefer(avvikelse)
    chef = program(avvikelse, avvikelse.user("chefer"))
    outcomes = {one["id"]: one["requires"] for one in chef.get(f"cases/{case.reference}").body["outcomes"]}
    asked = {one["name"]: one for one in outcomes["besluta-mellan-cheferna"]}
    assert asked["decided_by"]["choices"] == [
        {"value": "collective", "label": "Kollektivt beslut"},
        {"value": "manager", "label": "Enskilt chefsbeslut"},
    ]
    assert "choices" not in asked["follow_up"]
    sent = {
        "outcome": "besluta-mellan-cheferna",
        "decision": "En rutin.",
        "decided_by": "collective",
        "follow_up": "i maj",
        "follow_up_by": "Enhetschef",
    }
    refused = chef.post(f"cases/{case.reference}/moves", sent)
    assert [error["field"] for error in refused.body["errors"]] == ["follow_up"]
    later = (clock.today() + timedelta(days=60)).isoformat()
    moved = chef.post(f"cases/{case.reference}/moves", {**sent, "follow_up": later}).body
    assert moved["duties"] == ["remedied"]
    assert moved["timeline"][-1]["given"]["follow_up"] == later
    assert [track["due"] for track in moved["tracks"] if track["track"] == "system"] == [later]


def test_an_addressee_is_chosen_among_the_parties(po: Home) -> None:
    with air.inside(po.tenant):
        case = test_pages.at_the_ledningsgrupp(po)
    member = program(po, po.user("ledningsgrupp"))
    outcomes = {one["id"]: one["requires"] for one in member.get(f"cases/{case.reference}").body["outcomes"]}
    (addressee,) = [one for one in outcomes["vidarerapportera"] if one["name"] == "addressee"]
    assert {"value": "fk", "label": "Försäkringskassan"} in addressee["choices"]
    waits = member.post(
        f"cases/{case.reference}/moves", {"outcome": "be-ombudet-om-mer", "reason": "Mer."}
    ).body
    assert waits["body"]["key"] == "ledningsgrupp"
    assert waits["ball"]["key"] == "arbetsgrupp"
    assert "word_due" not in waits
    assert "pointed_out" not in waits


@pytest.mark.row("S4-20")
def test_chefer_are_pointed_out_act_and_acknowledge(avvikelse: Home, soderby: Place) -> None:
    path, leader = reported(avvikelse), program(avvikelse)
    first, second = avvikelse.seats["chefer"]
    chef = program(avvikelse, first.user)
    nowhere = chef.get(path)
    assert nowhere.status == 404
    listed = leader.get(f"{path}/pointed").body
    assert listed["pointed_out"] == []
    assert [one["seat"] for one in listed["directory"]] == [first.pk, second.pk]
    assert listed["directory"][0]["employer"] == "Kommunen"
    for wrong in (10**30, 0, "en", None, second.pk + 1000):
        assert leader.post(f"{path}/pointed", {"seat": wrong}).status == 422

    version = leader.get(path).headers["ETag"]
    added = leader.post(f"{path}/pointed", {"seat": first.pk}, If_Match=version)
    assert (added.status, [one["name"] for one in added.body["pointed_out"]]) == (201, [first.user.name])
    assert leader.post(f"{path}/pointed", {"seat": second.pk}, If_Match=version).status == 412
    assert leader.post(f"{path}/pointed", {"seat": first.pk}).status == 422
    (seen,) = chef.get(path).body["pointed_out"]
    assert (seen["function"], seen["party"]) == ("Chef i berörd verksamhet", "kommun-hemsjukvard")
    assert chef.get(f"{path}/pointed").text == nowhere.text
    assert chef.post(f"{path}/acknowledge", {}).text == nowhere.text
    neighbour = key_of(soderby, soderby.processledare)
    assert neighbour.get(f"{path}/pointed").text == nowhere.text

    gone = leader.post(f"{path}/pointed/{seen['id']}/withdraw", {})
    assert (gone.status, gone.body["pointed_out"]) == (201, [])
    assert leader.post(f"{path}/pointed/{seen['id']}/withdraw", {}).status == 404
    assert chef.get(path).status == 404

    with air.inside(avvikelse.tenant):
        case = test_pages.at_the_chefer(avvikelse)
        given = {"cause": "Rutin saknades.", "prevention": "En rutin.", "reply": "Nu finns en rutin för det."}
        test_pages.choose(case, "gemensam-losning", second.user, **given)
    path = f"cases/{case.reference}"
    answer = chef.post(f"{path}/acknowledge", {})
    assert answer.status == 201
    assert chef.post(f"{path}/acknowledge", {}).status == 404
    said = {one["name"]: one["acknowledged_at"] is not None for one in leader.get(path).body["pointed_out"]}
    assert said == {first.user.name: True, second.user.name: False}


@pytest.mark.row("S4-14")
def test_a_reference_is_kept_and_read_by_the_first_receiver(avvikelse: Home) -> None:
    with air.inside(avvikelse.tenant):
        case = test_pages.at_the_chefer(avvikelse)
    path, leader = f"cases/{case.reference}", program(avvikelse)
    refused = leader.post(f"{path}/references", {"system": "Synergi", "number": "x" * 121})
    assert (refused.status, refused.body["errors"][0]["field"]) == (422, "number")
    kept = leader.post(f"{path}/references", {"system": "Synergi", "number": "A-117"})
    assert (kept.status, kept.headers["ETag"]) == (201, leader.get(path).headers["ETag"])
    assert leader.get(path).body["references"][0]["number"] == "A-117"
    chef = program(avvikelse, avvikelse.user("chefer"))
    assert "references" not in chef.get(path).body
    assert chef.post(f"{path}/references", {"system": "Synergi", "number": "A"}).status == 404
    with air.inside(avvikelse.tenant):
        assert Case.objects.get(pk=case.pk).cross_references.count() == 1
