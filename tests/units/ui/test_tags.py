"""The component tags, where a branch shows: what they leave out, mark, keep or refuse to say."""

from datetime import date
from types import SimpleNamespace

import pytest
from django.core.paginator import Paginator
from django.template import Context, Template
from django.utils.safestring import mark_safe

from schools_together.ui.templatetags import ui

STEM = SimpleNamespace(
    slug="stem", name="Science, technology, engineering and maths", short_name="STEM", family="learn"
)


def rendered(text: str, **context) -> str:
    return " ".join(Template("{% load ui %}" + text).render(Context(context)).split())


def test_words_beside_an_icon_are_escaped_and_the_icon_is_hidden_from_readers():
    html = rendered('{% icon "search" cls=cls %}', cls='"><script>')
    assert 'aria-hidden="true"' in html
    assert "<script>" not in html


def test_a_tile_wears_the_inks_of_its_family():
    assert 'class="st-tile f-learn"' in rendered("{% tile category %}", category=STEM)


@pytest.mark.parametrize(
    ("state", "words", "symbol"),
    [
        ("both", "Confirmed by both", "#both"),
        (True, "Confirmed by both", "#both"),
        ("waiting", "Waiting for partner", "#half"),
        (False, "Waiting for partner", "#half"),
        ("host", "Told by the host", "#half"),
    ],
)
def test_the_mark_says_who_confirmed(state, words, symbol):
    html = rendered("{% both state %}", state=state)
    assert words in html
    assert symbol in html


def test_an_entry_that_nobody_checked_says_so():
    assert "Not checked yet" in rendered("{% fresh None %}")
    assert "Checked 12 October 2026" in rendered("{% fresh day %}", day=date(2026, 10, 12))


def test_a_category_shows_its_short_name_where_there_is_one():
    long_only = SimpleNamespace(slug="music", name="Music", family="arts")
    assert "STEM" in rendered("{% category_label category %}", category=STEM)
    assert "Music" in rendered("{% category_label category %}", category=long_only)


def test_a_cover_is_the_photo_or_else_a_mural():
    assert "<img" in rendered('{% cover category src="/photo.jpg" alt="A bench" %}', category=STEM)
    mural = rendered("{% cover category %}", category=STEM)
    assert "<img" not in mural
    assert mural.count("<use") == 3


def test_facts_without_words_are_left_out_but_nought_is_a_fact():
    html = rendered(
        "{% facts rows %}",
        rows=[("Cost", ""), ("Left", None), ("Charge", 0), ("Who", ["Year 4", "20 pupils"])],
    )
    assert html.count("<dt>") == 2
    assert "<dd>0</dd>" in html
    assert "Year 4<br>20 pupils" in html


def test_the_plate_counts_partners_who_wait_and_names_only_the_others():
    host = SimpleNamespace(name="St Mary’s School", url="/schools/1-st-marys/", about="")
    html = rendered("{% plate host partners waiting=2 %}", host=host, partners=[])
    assert "2 partners, waiting to confirm" in html
    assert "Waiting to confirm" in html
    assert "Confirmed" not in html


def test_the_plate_of_several_partners_does_not_say_both():
    school = SimpleNamespace(name="Fulford School", url="", about="York")
    html = rendered("{% plate host partners %}", host=school, partners=[school, school])
    assert "Confirmed by all schools" in html
    assert "Partners</span>" in html


def test_bars_stand_when_every_figure_is_nought():
    html = rendered('{% bars rows "Category" "Projects" %}', rows=[("Music", 0)])
    assert 'width="0.0"' in html


def test_the_menu_marks_the_page_and_what_lies_below_it(rf):
    here = rendered('{% nav_link "Projects" "/projects/" %}', request=rf.get("/projects/"))
    below = rendered('{% nav_link "Projects" "/projects/" %}', request=rf.get("/projects/latin/"))
    elsewhere = rendered('{% nav_link "Projects" "/projects/" %}', request=rf.get("/groups/"))
    assert 'aria-current="page"' in here
    assert 'aria-current="true"' in below
    assert "aria-current" not in elsewhere


def test_pages_keep_the_question_and_number_one_has_one_address(rf):
    request = rf.get("/projects/?category=stem&category=music&page=9&q=a%26b")
    page = Paginator(range(400), 20).page(9)
    html = rendered("{% pagination page %}", request=request, page=page)
    assert 'href="?category=stem&amp;category=music&amp;q=a%26b"' in html
    assert 'href="?category=stem&amp;category=music&amp;q=a%26b&amp;page=10" rel="next"' in html
    assert "161 to 180 of 400" in html
    assert html.count('class="page-link"') == 10


def test_one_page_needs_no_pagination(rf):
    page = Paginator(range(3), 20).page(1)
    assert rendered("{% pagination page %}", request=rf.get("/"), page=page) == ""


def test_a_filter_goes_alone_and_the_page_number_goes_with_it(rf):
    request = rf.get("/projects/?category=stem&category=music&page=3")
    one = rendered('{% querystring_without "category" "stem" %}', request=request)
    all_of_them = rendered('{% querystring_without "category" %}', request=request)
    assert one == "?category=music"
    assert all_of_them == "?"


def test_the_body_of_an_entry_is_kept_and_its_title_escaped():
    html = rendered(
        '{% entry category title "/p/" level=2 %}<p>Body</p>{% endentry %}', category=STEM, title="<b>Lab</b>"
    )
    assert "<p>Body</p>" in html
    assert "&lt;b&gt;Lab&lt;/b&gt;" in html
    assert '<h2 class="st-title">' in html


def test_reasons_show_also_what_does_not_fit():
    html = rendered("{% why reasons %}", reasons=[(True, "Near"), (False, "Too many"), (None, "No day")])
    assert html.count('class="no"') == 2
    assert "#i-question-circle" in html


def test_words_marked_as_safe_do_not_make_the_same_words_safe_later():
    marked = ui.both("both", mark_safe("<b>All</b>"))
    assert ui.both("both", "<b>All</b>") == marked
    assert "&lt;b&gt;All&lt;/b&gt;" in marked
    ui.meta("people", mark_safe("<i>Year 5</i>"))
    assert "&lt;i&gt;Year 5&lt;/i&gt;" in ui.meta("people", "<i>Year 5</i>")
