"""Long texts that people write: paragraphs, bold, italics, lists, quotations and links, and nothing else.

The source is what is stored. `render` makes HTML of it, `plain` makes words of it. Headings, code, pictures and tables
are left as they were typed. A link leads to http or https with a host, or it is no link; an e-mail address never is.
"""

import re
from functools import lru_cache

import nh3
from django.utils.safestring import SafeString, mark_safe
from markdown_it import MarkdownIt

MOST_LETTERS = 5000  # before rendering: 20,000 brackets took two seconds
REMEMBERED = 512  # texts in the memory of one process, 5 MB at most
TAGS = {"p", "br", "strong", "em", "ul", "ol", "li", "a", "blockquote"}
REL = "nofollow ugc noopener"
OFF = [
    "heading", "lheading", "code", "fence", "backticks", "image", "table", "hr", "html_block", "html_inline",
    "reference", "strikethrough", "entity", "autolink",
]  # fmt: skip
_HOST = re.compile(r"https?://[^\s/\\?#@]+(?:[/?#][^\s\\]*)?", re.IGNORECASE)
_BULLET_OF_WORD = re.compile(r"^([ \t]*)[•▪◦‣·●○]\s+", re.MULTILINE)
_YEAR_AT_START = re.compile(r"^([ \t>]*\d{3,})([.)])(?=\s)", re.MULTILINE)
_STAR_IN_WORD = re.compile(r"(?<=\w)\*(?=\w)")
_LINK = re.compile(r"\[([^\]\[]*)\]\([^)\s]*\)")
_MARKS = re.compile(r"(\*\*|__|(?<!\w)[*_](?=\S)|(?<=\S)[*_](?!\w))")
_LINE_START = re.compile(r"^[ \t]*(?:[-+*>]|\d{1,2}[.)])[ \t]+", re.MULTILINE)


def render(text: str) -> SafeString:
    """Safe HTML of what somebody wrote; the first 5,000 letters of it. Rendered once, then remembered."""
    return _rendered(text[:MOST_LETTERS])


def plain(text: str) -> str:
    """The words without the marks: for search, feeds, exports and descriptions."""
    words = _LINK.sub(r"\1", _LINE_START.sub("", text))
    return _MARKS.sub("", words)


@lru_cache(maxsize=REMEMBERED)
def _rendered(text: str) -> SafeString:
    html = _parser().render(_as_meant(text))
    clean = nh3.clean(
        html,
        tags=TAGS,
        attributes={"a": {"href"}, "ol": {"start"}},
        attribute_filter=_kept,
        url_schemes={"http", "https"},
        link_rel=REL,
    )
    # justified: nh3 has just left nothing but the tags and attributes above
    return mark_safe(clean.strip())


@lru_cache(maxsize=1)
def _parser() -> MarkdownIt:
    parser = MarkdownIt("js-default", {"html": False, "linkify": True, "breaks": True, "typographer": False})
    parser.disable(OFF)
    parser.validateLink = is_outward
    parser.linkify.set({"fuzzy_link": False, "fuzzy_email": False, "fuzzy_ip": False})
    parser.linkify.add("mailto:", None).add("ftp:", None).add("//", None)
    return parser


def is_outward(address: str) -> bool:
    """Whether a link may lead there: http or https, a host, no name or password before it."""
    return _HOST.fullmatch(address) is not None


def _as_meant(text: str) -> str:
    """Where a teacher's way of writing is not Markdown's: bullets out of Word, "1990. A good year", "5*3*2"."""
    text = text.replace("\r\n", "\n")
    text = _BULLET_OF_WORD.sub(r"\1- ", text)
    text = _YEAR_AT_START.sub(r"\1\\\2", text)
    return _STAR_IN_WORD.sub(r"\\*", text)


def _kept(tag: str, name: str, value: str) -> str | None:
    """The value of an attribute, or None to leave it out."""
    if (tag, name) == ("ol", "start"):
        return value if re.fullmatch(r"\d{1,2}", value) else None
    if (tag, name) == ("a", "href"):
        return value if is_outward(value) else None
    return value if (tag, name, value) == ("a", "rel", REL) else None
