"""The rows of the field's checklist that work now, each shown by a test that is marked with it.

It has a row for each thing that the documents of the field ask of the product, numbered by document.
"""

import ast
import re
from collections.abc import Iterator
from pathlib import Path

TESTS = Path(__file__).parent

# How many rows the checklist has of each document.
ROWS = {"S0": 43, "S1": 58, "S2": 13, "S3": 44, "S4": 34}

# Those that work, at least in a first form. What is added here gets a test.
WORK = """
    S0-01…S0-13 S0-15 S0-19 S0-20 S0-24 S0-28 S0-31
    S1-01…S1-07 S1-09 S1-15 S1-17…S1-22 S1-25 S1-26 S1-30 S1-35 S1-43
    S2-01…S2-04 S2-10…S2-12
    S3-01…S3-07 S3-09 S3-12…S3-17 S3-22…S3-30 S3-35…S3-42
    S4-01 S4-02 S4-07 S4-09 S4-10 S4-17…S4-21 S4-23…S4-30
"""


def rows_in(written: str) -> Iterator[str]:
    """The rows of a list such as "S0-01…S0-03 S0-05"."""
    for begins, number, ends in re.findall(r"(S\d)-(\d\d)(?:…S\d-(\d\d))?", written):
        yield from (f"{begins}-{one:02}" for one in range(int(number), int(ends or number) + 1))


def marks_in(module: Path) -> Iterator[str]:
    """The rows that the tests of a module are marked with."""
    for node in ast.walk(ast.parse(module.read_text(encoding="utf-8"))):
        if not (isinstance(node, ast.Call) and ast.unparse(node.func) == "pytest.mark.row"):
            continue
        for argument in node.args:
            assert isinstance(argument, ast.Constant), f"{module}: a row is marked by its name"
            yield str(argument.value)


def test_every_row_that_works_is_shown_by_a_test_and_no_test_shows_a_row_that_is_not_there() -> None:
    marked = {row for module in sorted(TESTS.rglob("test_*.py")) for row in marks_in(module)}
    checklist = {f"{begins}-{one:02}" for begins, last in ROWS.items() for one in range(1, last + 1)}
    works = set(rows_in(WORK))

    unknown, unshown = " ".join(sorted((marked | works) - checklist)), " ".join(sorted(works - marked))
    assert not unknown, "the checklist has no such rows"
    assert not unshown, "no test shows these rows"
