"""Templates and static files: none unused, none that breaks the CSP, none that loads from elsewhere."""

import gzip
import importlib.util
import re
import shlex
from pathlib import Path

import pytest
from django.conf import settings
from django.contrib.staticfiles import finders

ROOT = settings.BASE_DIR
TEMPLATES = ROOT / "templates"
STATIC = ROOT / "static"
APPS = ("schools_together", "schools", "accounts", "partnerships", "messaging")
# Read by libraries under these names, not by us.
OVERRIDES = (
    "simple_history/",
    "bootstrap5/",
    "admin/",
    "account/",
    "mfa/",
    "usersessions/",
    "allauth/",
    "socialaccount/",
)
LICENCES = ("LICENSE.txt", "OFL.txt", "VERSIONS")
BUDGET_BYTES = 90_000


def _texts(folder: Path, *endings: str) -> dict[str, str]:
    found = (path for path in sorted(folder.rglob("*")) if path.suffix in endings)
    return {path.relative_to(folder).as_posix(): path.read_text(encoding="utf-8") for path in found}


TEMPLATE_TEXTS = _texts(TEMPLATES, ".html", ".txt", ".xml", ".svg")
PAGES = {name: text for name, text in TEMPLATE_TEXTS.items() if not name.startswith("emails/")}
PYTHON = "\n".join("\n".join(_texts(ROOT / app, ".py").values()) for app in APPS)
SHEETS = _texts(STATIC, ".css")


def _is_used(name: str) -> bool:
    """Named in full by Python or another template; or by its stem, as letters, pages and components are."""
    others = "\n".join(text for other, text in TEMPLATE_TEXTS.items() if other != name)
    stem = Path(name).stem
    in_python = f"{name}" in PYTHON or (
        name.startswith(("emails/", "pages/", "components/")) and re.search(rf"[\"']{re.escape(stem)}[\"']", PYTHON)
    )
    return bool(in_python) or f'"{name}"' in others or f"'{name}'" in others


def test_every_template_is_used():
    assert [name for name in TEMPLATE_TEXTS if not name.startswith(OVERRIDES) and not _is_used(name)] == []


def _named_in_sheets() -> set[str]:
    """Every file that a style sheet points at, as a path below static/."""
    named = set()
    for sheet, text in SHEETS.items():
        for address in re.findall(r"url\([\"']?([^\"')]+)", text):
            named.add((STATIC / sheet).parent.joinpath(address).resolve().relative_to(STATIC).as_posix())
    return named


def test_every_static_file_is_used():
    named = _named_in_sheets()
    templates = "\n".join(TEMPLATE_TEXTS.values())
    joined = {part.relative_to(STATIC).as_posix() for part in _join_css().parts()}
    unused = [
        name
        for path in sorted(STATIC.rglob("*"))
        if path.is_file() and not path.name.endswith(LICENCES)
        and (name := path.relative_to(STATIC).as_posix()) not in named | joined
        and name not in templates and name not in PYTHON
    ]  # fmt: skip
    assert unused == []


def test_every_file_that_a_sheet_or_template_names_is_there():
    asked = _named_in_sheets()
    for text in TEMPLATE_TEXTS.values():
        asked |= set(re.findall(r"{% static [\"']([^\"']+)[\"']", text))
    assert [name for name in sorted(asked) if not finders.find(name)] == []


INLINE = {
    # A block of JSON is no script: the browser never runs it.
    "script without src": r"<script(?![^>]*(\bsrc=|type=\"application/json\"))",
    "style element": r"<style\b",
    "style attribute": r"\sstyle\s*=",
    "event attribute": r"<[^>]*\son[a-z]+\s*=",
    "javascript address": r"javascript:",
    "data address": r"[\"'(]data:",
}


@pytest.mark.parametrize("fault", INLINE)
def test_the_inline_check_finds_what_it_looks_for(fault):
    bad = {
        "script without src": "<script>go()</script>",
        "style element": "<style>p{}</style>",
        "style attribute": '<p style="color:red">',
        "event attribute": '<p class="a" onclick="go()">',
        "javascript address": '<a href="javascript:go()">',
        "data address": '<img src="data:image/png;base64,">',
    }
    assert re.search(INLINE[fault], bad[fault])


def test_no_template_has_inline_script_or_style():
    faults = [(name, why) for name, text in PAGES.items() for why, bad in INLINE.items() if re.search(bad, text)]
    assert faults == []


def test_nothing_is_loaded_from_another_origin():
    loads = re.compile(
        r"<(?:link|script|img|source|iframe|use|image|video|audio|form)\b[^>]*(?:src|href|action)=[\"'](?:https?:)?//"
    )
    assert loads.search('<script src="https://cdn.example/x.js"></script>')
    faults = [name for name, text in TEMPLATE_TEXTS.items() if loads.search(text)]
    faults += [
        name for name, text in SHEETS.items() if re.search(r"url\([\"']?(?:https?:)?//|@import|url\([\"']?data:", text)
    ]
    assert faults == []


def _icons_asked_for() -> set[str]:
    asked = set()
    for text in TEMPLATE_TEXTS.values():
        asked |= set(re.findall(r"{% (?:icon|todo) [\"']([\w-]+)[\"']", text))
        for inside in re.findall(r"{% meta (\".*?) %}", text):
            asked |= {word for word in shlex.split(inside, posix=False)[::2] if word.startswith('"')}
    return {name.strip('"') for name in asked}


def test_the_sprite_has_every_icon_that_templates_ask_for():
    sprite = (STATIC / "img/sprite.svg").read_text(encoding="utf-8")
    assert "search" in _icons_asked_for()
    assert [name for name in sorted(_icons_asked_for()) if f'id="i-{name}"' not in sprite] == []


def _join_css():
    spec = importlib.util.spec_from_file_location("join_css", ROOT / "scripts" / "join_css.py")
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def test_site_css_is_the_sheets_joined():
    stale = "site.css is not what the sheets say: run `python scripts/join_css.py`."
    assert (STATIC / "css/site.css").read_text(encoding="utf-8") == _join_css().joined(), stale


def test_a_first_visit_stays_within_its_budget_of_style_and_letters():
    sheets = [STATIC / "vendor/bootstrap/bootstrap.css", STATIC / "css/site.css"]
    weight = sum(len(gzip.compress(sheet.read_bytes())) for sheet in sheets)
    weight += sum(font.stat().st_size for font in (STATIC / "fonts").glob("*-latin.woff2"))
    assert weight <= BUDGET_BYTES


def test_no_page_hides_where_its_own_forms_come_from():
    """With "no-referrer" a browser sends "Origin: null", and Django refuses every form of the page.

    The whole site says "same-origin", which tells other sites nothing either.
    """
    told = [name for name, text in TEMPLATE_TEXTS.items() if "no-referrer" in text]
    assert told == []
    assert 'SECURE_REFERRER_POLICY = "same-origin"' in PYTHON
    assert '"no-referrer"' not in PYTHON
