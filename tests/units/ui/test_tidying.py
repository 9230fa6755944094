"""Typed text made plain before a form looks at it."""

import pytest

from schools_together.ui.tidying import tidy


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("e\u0301", "é"),
        ("a\x00b", "ab"),
        ("\u202eevil", "evil"),
        ("a\u200bb", "ab"),
        ("one\r\ntwo\ttabs", "one\ntwo\ttabs"),
        ("🎈", "🎈"),
        ("\ud800", ""),
        ("Z" + "\u0323" * 500, "Ẓ" + "\u0323" * 4),
    ],
)
def test_text_is_made_plain(typed, kept):
    assert tidy(typed) == kept
