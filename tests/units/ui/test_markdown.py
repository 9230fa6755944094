"""Long texts: what becomes of them on a page, and what never does."""

import time

import pytest

from schools_together.ui.markdown import MOST_LETTERS, plain, render

OUT = 'rel="nofollow ugc noopener"'


@pytest.mark.parametrize(
    ("typed", "shown"),
    [
        ("", ""),
        ("One\nline", "<p>One<br>\nline</p>"),
        ("One\r\n\r\nTwo", "<p>One</p>\n<p>Two</p>"),
        ("**Bold** and *it*", "<p><strong>Bold</strong> and <em>it</em></p>"),
        ("- one\n- two", "<ul>\n<li>one</li>\n<li>two</li>\n</ul>"),
        ("• one\n• two", "<ul>\n<li>one</li>\n<li>two</li>\n</ul>"),
        ("1. one\n2. two", "<ol>\n<li>one</li>\n<li>two</li>\n</ol>"),
        ("3. three\n4. four", '<ol start="3">\n<li>three</li>\n<li>four</li>\n</ol>'),
        ("1990. A great year", "<p>1990. A great year</p>"),
        ("> 2024. So it was said", "<blockquote>\n<p>2024. So it was said</p>\n</blockquote>"),
        ("5*3*2 is 30", "<p>5*3*2 is 30</p>"),
        ("5 * 3 * 2", "<p>5 * 3 * 2</p>"),
        ("take_home_pack", "<p>take_home_pack</p>"),
        ("Fish & chips <3", "<p>Fish &amp; chips &lt;3</p>"),
        ("See https://a.example/b?c=1.", f'<p>See <a href="https://a.example/b?c=1" {OUT}>https://a.example/b?c=1</a>.</p>'),
        ("[plan](https://a.example)", f'<p><a href="https://a.example" {OUT}>plan</a></p>'),
        # What is not ours stays as it was typed.
        ("# Heading", "<p># Heading</p>"),
        ("Heading\n---", "<p>Heading<br>\n---</p>"),
        ("`code`", "<p>`code`</p>"),
        ("    four spaces", "<p>four spaces</p>"),
        ("|a|b|\n|-|-|\n|1|2|", "<p>|a|b|<br>\n|-|-|<br>\n|1|2|</p>"),
        ("&copy; &#60;b&#62;", "<p>&amp;copy; &amp;#60;b&amp;#62;</p>"),
        ("walk to the end.In the afternoon", "<p>walk to the end.In the afternoon</p>"),
        ("jo@school.example", "<p>jo@school.example</p>"),
    ],
)  # fmt: skip
def test_what_is_typed_and_what_is_shown(typed, shown):
    assert render(typed) == shown


@pytest.mark.parametrize(
    "typed",
    [
        "[x](javascript:alert(1))",
        "[x](JaVaScRiPt:alert(1))",
        "[x](java\tscript:alert(1))",
        "[x](&#106;avascript:alert(1))",
        "[x](data:text/html;base64,PHN2Zz4=)",
        "[x](vbscript:msgbox(1))",
        "[x](//evil.example)",
        "//evil.example",
        "[x](/\\evil.example)",
        "[x](https:evil.example)",
        "[x](https://school.example@evil.example)",
        "[x](mailto:jo@school.example)",
        "mailto:jo@school.example",
        "<javascript:alert(1)>",
        "[x]: javascript:alert(1)\n\n[x]",
        "[x](file:///etc/passwd)",
    ],
)
def test_what_is_no_link(typed):
    assert "<a" not in render(typed)


@pytest.mark.parametrize(
    "typed",
    [
        "<script>alert(1)</script>",
        "<img src=x onerror=alert(1)>",
        "![x](https://evil.example/x.png)",
        '[x](https://a.example "onmouseover=alert(1)")',
        "<svg/onload=alert(1)>",
        "<iframe src=https://evil.example>",
        '"><script>alert(1)</script>',
        "<a href=javascript:alert(1)>x</a>",
        "<!--><script>alert(1)</script>",
    ],
)
def test_nothing_of_it_becomes_part_of_the_page(typed):
    html = render(typed)
    for tag in ("<script", "<img", "<svg", "<iframe", "<!--", "title="):
        assert tag not in html
    assert "alert" in html or "evil.example" in html or "a.example" in html


@pytest.mark.parametrize("bomb", ["[", "![[", "*a ", "> ", "- ", "https://", "_a"])
def test_a_text_made_to_be_slow_is_cut_first(bomb):
    begun = time.process_time()
    html = render(bomb * 20_000)
    assert time.process_time() - begun < 1.5
    assert len(html) < 12 * MOST_LETTERS


@pytest.mark.parametrize(
    ("typed", "words"),
    [
        ("**Bold** and *it*", "Bold and it"),
        ("- one\n- two", "one\ntwo"),
        ("1. one\n2. two", "one\ntwo"),
        ("1990. A great year", "1990. A great year"),
        ("[plan](https://a.example) b", "plan b"),
        ("5*3*2", "5*3*2"),
        ("take_home_pack", "take_home_pack"),
        ("> said", "said"),
        ("<b>", "<b>"),
    ],
)
def test_the_words_without_the_marks(typed, words):
    assert plain(typed) == words
