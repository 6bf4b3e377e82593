"""Whatever is done to a form, it reads as it was kept, and nothing hangs on what is gone."""

from hypothesis import given
from hypothesis import strategies as st

from tests.workflows.questions.sheets import kinds, said, sound_sheets
from workflows.builder import edits
from workflows.questions import files
from workflows.questions.differences import between
from workflows.questions.proof import faults_of
from workflows.questions.sheet import Choice, Sheet, content_of, hash_of, read

ABOUT_WHAT_IS_GONE = {"condition_not_before", "no_parties_before", "circular"}


def hash_as_kept(form: Sheet) -> str:
    return hash_of(content_of(form))


@given(sound_sheets())
def test_a_form_in_a_file_is_the_same_form(form: Sheet) -> None:
    assert hash_as_kept(files.read(files.written(form))) == hash_as_kept(form)


@given(sound_sheets(), kinds, said)
def test_one_more_question_stands_last_under_an_id_of_its_own(form: Sheet, kind: str, label: str) -> None:
    changed, question = edits.added(form, kind, label)

    assert changed.questions == (*form.questions, question)
    assert (question.kind, question.label) == (kind, label)
    assert read(content_of(changed)) == changed


@given(sound_sheets(), st.data())
def test_a_question_is_moved_anywhere_and_all_others_keep_their_order(
    form: Sheet, data: st.DataObject
) -> None:
    question = data.draw(st.sampled_from(form.questions))
    place = data.draw(st.integers(-2, len(form.questions) + 2))

    changed = edits.moved(form, question.id, place)

    assert changed.questions.index(question) == min(max(place, 0), len(form.questions) - 1)
    assert [q for q in changed.questions if q != question] == [q for q in form.questions if q != question]
    assert edits.moved(changed, question.id, form.questions.index(question)) == form


@given(sound_sheets(), st.data())
def test_without_a_question_nothing_hangs_on_it(form: Sheet, data: st.DataObject) -> None:
    question = data.draw(st.sampled_from(form.questions))

    changed = edits.removed(form, question.id)

    assert question.id not in {one.id for one in changed.questions}
    left = {(one.where, one.what) for one in faults_of(changed, needed=()) if one.what in ABOUT_WHAT_IS_GONE}
    # A question about the parties of another stays, and its owner is told to choose anew.
    assert left <= {(one.id, "no_parties_before") for one in edits.hangs_on(form, question.id) if one.of}


@given(sound_sheets(), sound_sheets())
def test_the_difference_between_two_forms_leads_from_one_to_the_other(before: Sheet, after: Sheet) -> None:
    found = between(before, after)
    gone = {one.before.id for one in found if one.what == "removed" and one.before}
    new = {one.after.id for one in found if one.what in ("added", "changed") and one.after}

    assert gone == {q.id for q in before.questions} - {q.id for q in after.questions}
    assert all(q in before.questions for q in after.questions if q.id not in new)
    assert between(before, before) == []


@given(st.lists(said.map(str.strip), unique=True, max_size=6))
def test_a_choice_that_is_kept_keeps_its_value(labels: list[str]) -> None:
    lines = [line.strip() for label in labels for line in label.splitlines() if line.strip()]
    first = edits.choices_of("\n".join(lines))
    again = edits.choices_of("\n".join(["Något annat", *reversed(lines)]), first)

    once = {choice.label: choice.value for choice in first if lines.count(choice.label) == 1}
    assert len({choice.value for choice in again}) == len(again)
    assert once.items() <= {choice.label: choice.value for choice in again}.items()


def test_a_choice_is_known_by_its_words() -> None:
    assert edits.choices_of("Ja\n\n Nej, aldrig \n") == (
        Choice("ja", "Ja"),
        Choice("nej-aldrig", "Nej, aldrig"),
    )
    assert edits.short("Vad hände?", {"vad-hande"}) == "vad-hande-2"
    assert edits.short("???", set()) == "fraga"
