"""A report becomes one case, whatever happens on the way."""

import threading
from datetime import date, datetime

import pytest
from django.core.exceptions import ValidationError
from django.db import connection

from tenants import air, clock
from tests.conftest import Place
from tests.workflows.cases.reports import send
from workflows.cases.models import Answer, Case, Contact, Move
from workflows.cases.receipts import new_page_id
from workflows.cases.received import AnotherReport, Sender, by_code


def test_a_report_becomes_a_case_with_an_owner_a_next_date_and_its_first_move(inside: Place) -> None:
    with clock.standing_at(datetime(2026, 12, 18, 15, 0, tzinfo=clock.STOCKHOLM)):
        case = send().case

    assert case.reference == "2026-0001"
    assert case.body.key == "processledare"
    assert case.due == date(2026, 12, 29)  # five working days, past julafton, juldagen and a week-end
    assert [(m.outcome, m.from_stage, m.to_stage, m.by) for m in case.moves.all()] == [
        ("received", "", "processledare", None)
    ]


def test_the_same_report_sent_twice_is_one_case_with_one_code(inside: Place) -> None:
    page = new_page_id()

    first, second = send(page), send(page)

    assert first == second
    assert Case.objects.count() == 1


def test_other_words_on_a_used_page_are_not_mistaken_for_the_same_report(inside: Place) -> None:
    page = new_page_id()
    send(page)

    with pytest.raises(AnotherReport):
        send(page, handelse="Något helt annat hände.")
    with pytest.raises(AnotherReport):
        send(page, sender=Sender(name="Någon annan"))


def test_references_count_per_year(inside: Place) -> None:
    for year, expected in ((2026, "2026-0001"), (2026, "2026-0002"), (2027, "2027-0001")):
        with clock.standing_at(datetime(year, 3, 1, tzinfo=clock.STOCKHOLM)):
            assert send().case.reference == expected


def test_what_is_missing_is_said_for_all_questions_at_once_and_nothing_is_stored(inside: Place) -> None:
    with pytest.raises(ValidationError) as refused:
        send(handelse="  ", konsekvens="", parter=[], sender=Sender(email="inte en adress"))

    assert set(refused.value.message_dict) == {"handelse", "konsekvens", "parter", "email"}
    assert not Case.objects.exists()


def test_contact_is_kept_apart_and_only_if_given(inside: Place) -> None:
    silent, named = send().case, send(sender=Sender(name="Mika", phone="010-555 00 00")).case

    assert not Contact.objects.filter(case=silent).exists()
    assert named.contact.name == "Mika"


def test_a_code_opens_its_case_however_it_is_typed_and_nothing_in_another_tenant(
    inside: Place, soderby: Place
) -> None:
    received = send()

    for typed in (
        received.code,
        received.code.lower().replace("-", ""),
        f" {received.code.replace('-', ' – ')} ",
    ):
        assert by_code(typed) == received.case
    assert by_code(received.code[:-1]) is None
    with air.inside(soderby.tenant):
        assert by_code(received.code) is None


def test_the_code_is_stored_nowhere(inside: Place) -> None:
    received = send(sender=Sender(name="Mika"))
    plain = received.code.replace("-", "")

    for model in (Case, Answer, Contact, Move):
        for row in model._default_manager.values():
            assert plain not in str(row)
            assert received.code not in str(row)


def test_two_that_are_sent_at_the_same_moment_become_one_case(fresh_place: Place) -> None:
    page = new_page_id()
    together = threading.Barrier(4)
    codes: list[str] = []

    def sent() -> None:
        together.wait()
        with air.inside(fresh_place.tenant):
            codes.append(send(page).code)
        connection.close()

    threads = [threading.Thread(target=sent) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert len(set(codes)) == 1
    assert len(codes) == 4
    with air.inside(fresh_place.tenant):
        assert Case.objects.count() == 1
