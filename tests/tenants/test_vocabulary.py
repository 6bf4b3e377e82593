"""The shared vocabulary as files: whole, without doubles, and fit to be published in."""

import csv
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import yaml

import tenants

DATA = Path(tenants.__file__).parent / "data"
SLUG = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*", re.ASCII)
KINDS = ["levels", "areas", "categories", "parties"]

Row = dict[str, Any]


def table(name: str) -> list[dict[str, str]]:
    with (DATA / name).open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file, strict=True))


def whole(rows: list[Row]) -> Iterator[Row]:
    """A tree's rows, each before its children."""
    for row in rows:
        yield row
        yield from whole(row.get("children", []))


def of(kind: str) -> list[Row]:
    vocabulary = yaml.safe_load((DATA / "vocabulary.yaml").read_text(encoding="utf-8"))
    return list(whole(vocabulary[kind]))


def codes(rows: list[Row] | list[dict[str, str]]) -> list[str]:
    return [row["code"] for row in rows]


def test_there_are_21_counties_and_290_municipalities() -> None:
    assert len(table("counties.csv")) == 21
    assert len(table("municipalities.csv")) == 290


@pytest.mark.parametrize(("name", "digits"), [("counties.csv", 2), ("municipalities.csv", 4)])
def test_codes_are_those_of_statistics_sweden_in_order_and_once(name: str, digits: int) -> None:
    found = codes(table(name))
    assert found == sorted(set(found))
    assert all(re.fullmatch(rf"[0-9]{{{digits}}}", code) for code in found)


def test_every_municipality_lies_in_a_county_and_every_county_has_one() -> None:
    assert {code[:2] for code in codes(table("municipalities.csv"))} == set(codes(table("counties.csv")))


@pytest.mark.parametrize("name", ["counties.csv", "municipalities.csv"])
def test_places_have_a_name_that_no_other_has(name: str) -> None:
    names = [row["name"] for row in table(name)]
    assert all(found and found == found.strip() for found in names)
    assert len(set(names)) == len(names)


def test_a_county_is_called_county_and_a_municipality_only_by_its_name() -> None:
    assert all(row["name"].endswith(" län") for row in table("counties.csv"))
    assert not [row for row in table("municipalities.csv") if "kommun" in row["name"].lower()]


@pytest.mark.parametrize(
    ("code", "name"),
    [
        ("0114", "Upplands Väsby"),
        ("0331", "Heby"),
        ("0680", "Jönköping"),
        ("0980", "Gotland"),
        ("1280", "Malmö"),
        ("1438", "Dals-Ed"),
        ("1480", "Göteborg"),
        ("2023", "Malung-Sälen"),
        ("2284", "Örnsköldsvik"),
        ("2584", "Kiruna"),
    ],
)
def test_known_municipalities_have_the_code_they_are_known_by(code: str, name: str) -> None:
    assert {row["code"]: row["name"] for row in table("municipalities.csv")}[code] == name


def test_the_shared_levels_are_three() -> None:
    assert codes(of("levels")) == ["individ", "organisation", "regelverk"]


def test_every_level_says_what_belongs_to_it() -> None:
    assert all(row["criteria"].strip().endswith(".") for row in of("levels"))


def test_the_shared_areas_are_six() -> None:
    assert codes(of("areas")) == ["vard", "stod", "service", "forsorjning", "boende", "sysselsattning"]


@pytest.mark.parametrize("kind", KINDS)
def test_codes_are_ascii_slugs_used_once(kind: str) -> None:
    found = codes(of(kind))
    assert len(set(found)) == len(found)
    assert all(SLUG.fullmatch(code) for code in found)


@pytest.mark.parametrize("kind", KINDS)
def test_words_have_a_name_that_no_other_of_the_kind_has(kind: str) -> None:
    names = [row["name"] for row in of(kind)]
    assert all(name and name == name.strip() for name in names)
    assert len(set(names)) == len(names)


@pytest.mark.parametrize("kind", KINDS)
def test_words_say_nothing_that_is_not_read(kind: str) -> None:
    read = {"code", "name"} | {"levels": {"criteria"}, "parties": {"short", "children"}}.get(kind, set())
    assert not [row["code"] for row in of(kind) if row.keys() - read]


def test_parties_that_have_a_short_name_have_one_of_their_own() -> None:
    shorts = {row["code"]: row["short"] for row in of("parties") if "short" in row}
    assert len(set(shorts.values())) == len(shorts)
    assert (shorts["af"], shorts["fk"], shorts["region-primarvard"]) == ("AF", "FK", "vc")


def test_a_party_is_not_both_a_leaf_and_a_branch() -> None:
    assert all(row.get("children", [row]) for row in of("parties"))


def test_units_that_pass_a_person_between_them_can_be_told_apart() -> None:
    region = next(row for row in of("parties") if row["code"] == "region")
    inside = set(codes(list(whole(region["children"]))))
    assert inside > {
        "region-primarvard-offentlig",
        "region-primarvard-privat",
        "region-psykiatri",
        "region-bup",
    }
