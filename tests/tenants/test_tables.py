"""The shared words as tables: what the files say, again and again."""

from typing import Any

from tenants import vocabulary
from tenants.models import Area, Category, Code, County, Level, Municipality, Party
from tests.conftest import Place

TABLES: tuple[type[Code], ...] = (County, Municipality, Level, Area, Category, Party)


def rows() -> dict[str, list[Any]]:
    return {table.__name__: list(table._default_manager.values()) for table in TABLES}


def test_all_words_are_in_their_tables(norrvik: Place) -> None:
    assert County.objects.count() == 21
    assert Municipality.objects.count() == 290
    assert [level.code for level in Level.objects.all()] == ["individ", "organisation", "regelverk"]
    assert Area.objects.count() == 6
    assert Category.objects.get(code="otydligt-ansvar").name == "Otydligt ansvar, mellan stolarna"
    assert Municipality.objects.get(code="1480").county.name == "Västra Götalands län"


def test_a_party_stands_below_the_one_it_is_a_unit_of(norrvik: Place) -> None:
    assistance = Party.objects.get(code="kommun-ekonomiskt-bistand")

    assert assistance.parent == Party.objects.get(code="kommun-ifo")
    assert assistance.parent.parent == Party.objects.get(code="kommun")
    assert {p.code for p in Party.objects.filter(parent=None)} == {
        "af", "fk", "kommun", "region", "samordningsforbund", "ovriga"
    }  # fmt: skip


def test_loading_again_changes_nothing(norrvik: Place) -> None:
    before = rows()

    vocabulary.load()

    assert rows() == before


def test_a_word_that_was_renamed_in_the_file_is_renamed_in_its_table(norrvik: Place) -> None:
    before = rows()
    Party.objects.filter(code="af").update(name="AMS", short_name="AMS", position=99, parent="fk")
    Level.objects.filter(code="individ").update(criteria="")

    vocabulary.load()

    assert rows() == before


def test_a_word_that_is_no_longer_used_stays_ended(norrvik: Place) -> None:
    Party.objects.filter(code="af").update(ends="2026-12-31")
    Party.objects.create(code="ams", name="Arbetsmarknadsstyrelsen", ends="2007-12-31")

    vocabulary.load()

    assert str(Party.objects.get(code="af").ends) == "2026-12-31"
    assert str(Party.objects.get(code="ams").ends) == "2007-12-31"
