"""What the demo's reporters wrote points to nobody, and the check of text agrees."""

import pytest

from demo.stories import FILES, told
from workflows.masking.findings import check


@pytest.mark.parametrize("family", FILES)
def test_what_was_written_about_nobody_is_seldom_asked_about(family: str) -> None:
    texts = [
        text
        for story in told(family)
        for text in (*story.answers.values(), *story.masked.values())
        if isinstance(text, str)
    ]
    found = [(one, text) for text in texts for one in check(text)]

    assert [
        (text[one.start : one.end], text) for one, text in found if one.strength in ("stop", "handle")
    ] == []
    assert len(found) <= 0.01 * len(texts)
