"""Every component in every state, for those who build pages. Development only; /gallery/?theme=dark forces a theme."""

from datetime import date, datetime
from types import SimpleNamespace

from django import forms
from django.contrib.auth.decorators import login_not_required
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

FAMILIES = {
    "academic": "learn", "stem": "learn", "languages": "learn", "higher-education": "learn", "music": "arts",
    "drama": "arts", "art-design": "arts", "sport": "active", "enrichment": "active", "teaching": "lead",
    "governance": "lead", "sponsorship": "lead", "send": "care", "wellbeing": "care", "community": "care",
    "facilities": "place",
}  # fmt: skip
ICONS = [
    "arrow-left", "arrow-repeat", "arrow-right", "bell", "bookmark", "bookmark-fill", "building",
    "bus-front", "calendar3", "camera", "check-circle", "check2", "chevron-down", "chevron-right",
    "clock", "currency-pound", "download", "envelope", "exclamation-triangle", "files", "flag",
    "funnel", "geo-alt", "hourglass-split", "info-circle", "list-ul", "map", "mortarboard",
    "pause-circle", "pencil", "people", "person", "plus-lg", "printer", "question-circle", "search",
    "send", "shield-check", "trash", "x-lg",
]  # fmt: skip


class TrialForm(forms.Form):
    """One field of each kind that our forms use."""

    title = forms.CharField(help_text="Say what happens, in a few words.", max_length=80)
    summary = forms.CharField(widget=forms.Textarea(attrs={"rows": 3}), help_text="Leave out pupils’ names.")
    category = forms.ChoiceField(choices=[("", "Choose one"), ("stem", "STEM")])
    frequency = forms.ChoiceField(
        label="How often does it happen?",
        choices=[("term", "Every term"), ("year", "Once a year")],
        widget=forms.RadioSelect,
        help_text="The nearest is enough.",
    )
    stages = forms.MultipleChoiceField(
        label="Who takes part?", choices=[("ks1", "Years 1 and 2"), ("ks2", "Years 3 to 6")],
        widget=forms.CheckboxSelectMultiple, required=False,
    )  # fmt: skip
    pupils = forms.IntegerField(
        required=False, widget=forms.TextInput(attrs={"inputmode": "numeric", "class": "st-short"})
    )
    photo = forms.FileField(required=False, help_text="JPEG or PNG, up to 8 MB.")
    agreed = forms.BooleanField(label="Both schools’ safeguarding leads know about this project.")


def _categories() -> list[SimpleNamespace]:
    return [
        SimpleNamespace(slug=slug, name=slug.replace("-", " ").capitalize(), family=family, project_count=len(slug) - 4)
        for slug, family in FAMILIES.items()
    ]


def _school(name: str, about: str) -> SimpleNamespace:
    return SimpleNamespace(name=name, url="#plate", about=about)


@login_not_required
def gallery(request: HttpRequest) -> HttpResponse:
    """The gallery page; it needs no account and reads nothing from the database."""
    theme = request.GET.get("theme", "")
    categories = _categories()
    samples = {
        "theme": theme if theme in ("light", "dark") else "",
        "icons": ICONS,
        "categories": categories,
        "category": categories[1],
        "checked_on": date(2026, 10, 12),
        "sent_at": datetime(2026, 11, 20, 15, 42),
        "form": TrialForm({"pupils": "about 20", "stages": ["ks9"]}),
        "unbound": TrialForm(prefix="fresh"),
        "middle_page": Paginator(range(400), 20).page(9),
        "trail_words": ["Your e-mail", "Your school", "Your role"],
        "chip_items": [("Primary", "#marks"), ("STEM", "#marks")],
        "rows": [("Who", ["Years 4 and 5", "15 to 20 pupils"]), ("Travel", "On foot"), ("Left out", "")],
        "figures": [(6480, "state pupils", "62% counted, 38% estimated"), (5, "sessions", "counted")],
        "bar_rows": [("Sport", 12), ("Music", 7), ("Governance", 0)],
        "step_rows": [("Agree five dates", "Pick a quiet afternoon."), ("Walk the route", "Check entrances.")],
        "host": _school("St Mary’s School", "Cambridge. Independent, ages 3 to 18"),
        "partner": [_school("St Alban’s Catholic Primary School", "Cambridge. State primary, ages 4 to 11")],
        "partners": [_school("Fulford School", "York. State secondary"), _school("Huntington School", "York")],
        "reasons": [
            (True, "0.8 miles away."),
            (False, "They take up to 180 pupils."),
            (None, "They have not said which day."),
        ],
        "points": [(545375, 257315, 4), (459633, 452608, 9), (325000, 673000, 1)],
        "pins": [
            {"number": 1, "easting": 545375, "northing": 257315, "url": "#maps", "words": "Chemistry, Cambridge"},
            {"number": 2, "easting": 515319, "northing": 187244, "url": "#maps", "words": "Latin, Harrow"},
        ],
    }  # fmt: skip
    return render(request, "pages/gallery.html", samples)
