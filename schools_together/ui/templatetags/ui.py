"""The component tags: `{% load ui %}`. docs/look.md lists them, /gallery/ shows them.

They take plain attributes, not models, so that any app may use them. `category` is anything with
slug, name and family; an optional short_name is used where there is little room.
"""

import json
from datetime import date
from functools import lru_cache
from typing import NamedTuple

from django import template
from django.conf import settings
from django.core.paginator import Page
from django.core.serializers.json import DjangoJSONEncoder
from django.template.loader import render_to_string
from django.templatetags.static import static
from django.urls import reverse
from django.utils.html import format_html
from django.utils.safestring import mark_safe

from schools_together.ui.addresses import page_numbers, without
from schools_together.ui.forms import summary_lines
from schools_together.ui.maps import placed_dots, placed_pins
from schools_together.ui.markdown import plain, render
from schools_together.ui.murals import cover_pieces, frieze_pieces

register = template.Library()
# What could be read as markup inside a data block.
_NO_MARKUP = {ord(letter): f"\\u{ord(letter):04x}" for letter in "<>&\u2028\u2029"}

BOTH = {
    "both": ("both", "Confirmed by both"),
    "waiting": ("half", "Waiting for partner"),
    "host": ("half", "Told by the host"),
}
COUNT = "[count]"
SPRITE = "img/sprite.svg"
TICKS = {True: "check2", False: "x-lg", None: "question-circle"}
register.filter("summary_lines", summary_lines)
register.filter("markdown", render)
register.filter("plain", plain)


class _Plain(NamedTuple):
    """What a component shows of a category: equal for equal words, so that what was drawn can be used again."""

    slug: str
    name: str
    short_name: str
    family: str


def _plain(category) -> _Plain:
    words = (category.slug, category.name, getattr(category, "short_name", ""), category.family)
    return _Plain(*("".join(one) for one in words))


def _drawn(name: str, **attributes) -> str:
    """A small component. Lists draw the same few over and over; outside development each is drawn once and kept.

    Words lose the mark that they are safe HTML: marked and unmarked are equal, and one would be drawn as the other.
    """
    draw = _draw.__wrapped__ if settings.DEBUG else _draw
    return draw(name, tuple((key, _unmarked(value)) for key, value in attributes.items()))


def _unmarked(value):
    if isinstance(value, tuple) and not isinstance(value, _Plain):
        return tuple(map(_unmarked, value))
    return "".join(value) if isinstance(value, str) else value


@lru_cache(maxsize=4000)
def _draw(name: str, attributes: tuple) -> str:
    return render_to_string(f"components/{name}.html", dict(attributes))


def _sprite() -> str:
    """The address of the drawings. A page shows some fifty, so outside development it is asked for once."""
    return _address_of.__wrapped__(SPRITE) if settings.DEBUG else _address_of(SPRITE)


@lru_cache(maxsize=1)
def _address_of(file: str) -> str:
    return static(file)


@register.simple_tag
def icon(name: str, cls: str = "") -> str:
    """A decorative icon of the sprite: the words that mean the same stand beside it."""
    return _icon(name, cls, _sprite())


@lru_cache(maxsize=500, typed=True)
def _icon(name: str, cls: str, sprite: str) -> str:
    return format_html(
        '<svg class="st-i{}{}" aria-hidden="true" focusable="false"><use href="{}#i-{}"/></svg>',
        " " if cls else "", cls, sprite, name,
    )  # fmt: skip


@register.simple_tag
def tile(category, cls: str = "") -> str:
    """The square of a category in its family's inks. The category's name must stand beside it."""
    return _tile(category.family, category.slug, cls, _sprite())


@lru_cache(maxsize=500, typed=True)
def _tile(family: str, slug: str, cls: str, sprite: str) -> str:
    return format_html(
        '<svg class="st-tile f-{}{}{}" viewBox="0 0 96 96" aria-hidden="true" focusable="false">'
        '<use href="{}#t-{}"/></svg>',
        family, " " if cls else "", cls, sprite, slug,
    )  # fmt: skip


@register.simple_tag
def cover(category, src: str = "", width: int = 480, height: int = 240, alt: str = "", photo=None) -> str:
    """The 2:1 lead of a card: a photo, else a mural, so that there is never a grey box.

    The photo is one file at `src`, or `photo`: anything with src, alt and sources, its (type, srcset) pairs.
    """
    if photo:
        src, alt = photo.src, photo.alt
    if not src:
        return _mural("cover", *_of_category(category))
    shown = {"src": src, "sources": photo.sources if photo else (), "width": width, "height": height, "alt": alt}
    return render_to_string("components/cover.html", shown)


@register.simple_tag
def frieze(category) -> str:
    """The mural across the top of a project page."""
    return _mural("frieze", *_of_category(category))


@lru_cache(maxsize=100)
def _mural(name: str, family: str, slug: str, sprite: str) -> str:
    """There are as many as categories, so each is drawn once."""
    pieces = {"cover": cover_pieces, "frieze": frieze_pieces}[name](slug)
    return render_to_string(f"components/{name}.html", {"family": family, "pieces": pieces, "sprite": sprite})


def _of_category(category) -> tuple[str, str, str]:
    return category.family, category.slug, _sprite()


@register.simple_tag
def category_label(category, url: str = "") -> str:
    """Small tile and name; a link when there is an address."""
    return _drawn("category_label", category=_plain(category), url=url)


@register.simple_tag
def both(state="both", text: str = "") -> str:
    """The confirmed mark: state is "both", "waiting" or "host" (True means both, False waiting)."""
    named = {True: "both", False: "waiting"}.get(state, state)
    symbol, words = BOTH[named]
    return _drawn("both", symbol=symbol, text=text or words)


@register.simple_tag
def fresh(checked_on: date | None, is_unconfirmed: bool = False) -> str:
    """When the entry was last checked. Stands on every entry, also where nobody has checked yet, or not for long."""
    return _drawn("fresh", checked_on=checked_on, is_unconfirmed=is_unconfirmed)


@register.simple_tag
def tick_boxes(name: str, options: list) -> str:
    """Check boxes of a facet: (value, words, count, chosen). One of nought that is not chosen cannot be.

    A page has some two hundred. Only marks and counts differ from question to question, so the rest is drawn once.
    """
    rows = []
    for value, words, count, chosen in options:
        before, after = _tick_box(name, value, words, "checked" if chosen else "" if count else "disabled")
        rows.append(f"{before}{count}{after}")
    return mark_safe("".join(rows))  # noqa: S308 - justified: two halves of a template and a whole number


@lru_cache(maxsize=2000)
def _tick_box(name: str, value: str, words: str, mark: str) -> tuple[str, str]:
    """The template before and after its count, which stands last."""
    shown = {"name": name, "value": "".join(value), "words": "".join(words), "mark": mark, "count": COUNT}
    before, _, after = render_to_string("components/tick_box.html", shown).rpartition(COUNT)
    return before, after


@register.inclusion_tag("components/kind.html")
def kind(which: str) -> dict:
    """A ring for a "need", a disc for an "offer", always with the word."""
    return {"is_offer": which == "offer"}


@register.simple_tag(takes_context=True)
def nav_link(context: dict, words: str, url: str) -> str:
    """A link of the main menu, marked when this page is it ("page") or lies below it ("true")."""
    request = context.get("request")
    path = request.path if request else ""
    current = "page" if path == url else "true" if path.startswith(url) else ""
    mark = format_html(' aria-current="{}"', current) if current else ""
    return format_html('<a href="{}"{}>{}</a>', url, mark, words)


@register.inclusion_tag("components/crumbs.html")
def crumbs(*parts: str) -> dict:
    """Breadcrumb: words and address by turns, the last words without address. Home comes by itself."""
    links = [("Home", reverse("home")), *zip(parts[:-1:2], parts[1::2], strict=False)]
    return {"links": links, "here": parts[-1]}


@register.inclusion_tag("components/pagination.html", takes_context=True)
def pagination(context: dict, page_obj: Page, label: str = "Pages of results") -> dict:
    """Links to the other pages that keep the rest of the question; nothing when one page holds all."""
    asked = context["request"].GET
    return {"page": page_obj, "numbers": page_numbers(page_obj, asked), "label": label}


@register.simple_tag(takes_context=True)
def querystring_without(context: dict, name: str, value: str | None = None) -> str:
    """This page's question without one value (or without the whole name), and back on the first page."""
    return without(context["request"].GET, name, value)


@register.inclusion_tag("components/chips.html")
def chips(items: list, clear_url: str = "", label: str = "Filters in use") -> dict:
    """Filters in use: (words, address that removes it) pairs."""
    return {"items": items, "clear_url": clear_url, "label": label}


@register.inclusion_tag("components/cats.html")
def cats(categories, base_url: str) -> dict:
    """The grid of all categories, with counts where they have a project_count."""
    return {"categories": categories, "base_url": base_url}


@register.inclusion_tag("components/pick.html")
def pick(*, title: str, url: str, category, summary: str, byline: str = "", state="", checked_on=None,
         photo=None, level: int = 3, why: str = "") -> dict:  # fmt: skip
    """A card. At most three stand in a row. Without `state` it bears no marks. `photo` as for a cover."""
    return {"title": title, "url": url, "category": category, "summary": summary, "byline": byline, "state": state,
            "checked_on": checked_on, "photo": photo, "level": level, "why": why}  # fmt: skip


@register.simple_tag
def meta(*items) -> str:
    """Small facts of an entry: (icon, words) pairs, or icon and words by turns. Empty words are left out."""
    pairs = items[0] if len(items) == 1 else zip(items[::2], items[1::2], strict=True)
    return _drawn("meta", items=tuple((name, words) for name, words in pairs if words))


@register.inclusion_tag("components/facts.html")
def facts(rows: list) -> dict:
    """Facts as term and words; words may be a list of lines. Rows without words are left out."""
    told = [
        (term, words if isinstance(words, (list, tuple)) else [words])
        for term, words in rows
        if words not in (None, "", [], ())
    ]
    return {"rows": told}


@register.inclusion_tag("components/nums.html")
def nums(rows: list) -> dict:
    """Two to four figures: (number, label) or (number, label, note). Say counted or estimated in the note."""
    return {"rows": [(*row, "")[:3] for row in rows]}


@register.inclusion_tag("components/bars.html")
def bars(rows: list, label_heading: str, number_heading: str) -> dict:
    """A table of (label, number) pairs; the figure is text, the bar (0 to 100 wide) is decoration."""
    most = max((number for _, number in rows), default=0) or 1
    drawn = [(label, number, f"{100 * number / most:.1f}") for label, number in rows]
    return {"rows": drawn, "label_heading": label_heading, "number_heading": number_heading}


@register.inclusion_tag("components/steps.html")
def steps(rows: list, columns: int = 1, level: int = 3) -> dict:
    """Numbered steps, only where order matters: (heading, words) pairs."""
    return {"rows": rows, "columns": columns, "level": level}


@register.inclusion_tag("components/plate.html")
def plate(host, partners: list, waiting: int = 0, state="", text: str = "") -> dict:
    """Host, join, partners at equal size. `waiting` counts partners who are not named until they confirm."""
    named = state or ("waiting" if waiting else "both")
    words = {"both": "Confirmed by both schools" if len(partners) == 1 else "Confirmed by all schools",
             "waiting": "Waiting to confirm", "host": "Told by the host"}[named]  # fmt: skip
    symbol = BOTH[named][0]
    return {"host": host, "partners": partners, "waiting": waiting, "symbol": symbol, "text": text or words}


@register.inclusion_tag("components/why.html")
def why(reasons: list) -> dict:
    """Why two things match: (fits, words); fits is True, False, or None for "they have not said"."""
    return {"reasons": [(TICKS[fits], fits is not True, words) for fits, words in reasons]}


@register.inclusion_tag("components/todo.html")
def todo(name: str, words: str, url: str, button: str, note: str = "", main: bool = False) -> dict:
    """One line of ul.st-todo: icon, what waits, and the link that deals with it."""
    return {"icon_name": name, "words": words, "url": url, "button": button, "note": note, "main": main}


@register.inclusion_tag("components/answers.html")
def answers(name: str = "answer") -> dict:
    """The three answers to an enquiry, as buttons of equal size. Stands inside a form with a token."""
    return {"name": name}


@register.inclusion_tag("components/trail.html")
def trail(words: list, current: int) -> dict:
    """The steps of a longer form; `current` counts from 1."""
    return {"words": words, "current": current}


@register.inclusion_tag("components/dot_map.html")
def dot_map(points: list, label: str, small: bool = False) -> dict:
    """The United Kingdom with a dot for each (easting, northing[, count]) in metres of the British grid."""
    return {"dots": placed_dots(points), "label": label, "small": small}


@register.inclusion_tag("components/pin_map.html")
def pin_map(pins: list, label: str) -> dict:
    """Numbered pins that link to the same list beside it: dicts of number, easting, northing, url, words."""
    return {**placed_pins(pins), "label": label}


@register.inclusion_tag("components/street.html")
def street() -> dict:
    """The row of schools on home and 404."""
    return {"windows": range(500, 691, 38)}


@register.simple_tag
def data_for_search_engines(data: dict) -> str:
    """schema.org data as a data block (JSON-LD). Browsers never run one, so the CSP has nothing to say about it.

    Escaped as Django's json_script does: nothing in it can end the block or begin another tag.
    """
    text = json.dumps({"@context": "https://schema.org", **data}, cls=DjangoJSONEncoder, ensure_ascii=False)
    return format_html('<script type="application/ld+json">{}</script>', mark_safe(text.translate(_NO_MARKUP)))  # noqa: S308


def _block(name: str, content: str, **attributes) -> str:
    return render_to_string(f"components/{name}.html", {"content": content, **attributes})


@register.simple_block_tag(takes_context=True)
def entry(context, content, category, title, url, id="", number=None, side="", kind="", level=3) -> str:
    """One line of a list (li of an ol.st-plain). The body holds byline, summary, marks."""
    return _block("entry", content, category=category, title=title, url=url, id=id, number=number, side=side,
                  kind=kind, level=level)  # fmt: skip


@register.simple_block_tag
def panel(content, heading, id="", level=2, cls="") -> str:
    """A tinted panel with a heading: facts beside the text."""
    return _block("panel", content, heading=heading, id=id, level=level, cls=cls)


@register.simple_block_tag
def notice(content, heading="", level=2, cls="") -> str:
    """Safety and tips, on honey."""
    return _block("notice", content, heading=heading, level=level, cls=cls)


@register.simple_block_tag
def fold(content, words, note="", name="funnel") -> str:
    """Folded on a phone, open on a wide screen: filters."""
    return _block("fold", content, words=words, note=note, icon_name=name)


@register.simple_block_tag
def empty_state(content, heading, lead="", category=None, level=2) -> str:
    """Nothing found, and where there is something. The body offers next steps."""
    return _block("empty_state", content, heading=heading, lead=lead, category=category, level=level)


@register.simple_block_tag
def match(content, title, url, kind, until=None, byline="", reasons=(), level=3) -> str:
    """A need and an offer that fit, with the reasons. The body is its buttons. Never a score."""
    return _block("match", content, title=title, url=url, kind=kind, until=until, byline=byline,
                  reasons=reasons, level=level)  # fmt: skip


@register.simple_block_tag
def message(content, who, sent_at, us=False) -> str:
    """One message of an enquiry; ours stand to the right."""
    return _block("message", content, who=who, sent_at=sent_at, us=us)
