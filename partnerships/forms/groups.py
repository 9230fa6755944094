"""A group's page as its coordinators write it, its schools and its coordinators."""

import re

from crispy_forms.helper import FormHelper
from django import forms

from partnerships.models import Group
from schools.picking import SchoolPickForm
from schools_together.ui.tidying import TidyForm, tidied

_YEAR = re.compile(r"((?:19|20)\d{2})\s*[:.-]?\s+(.+)")
_FIGURE = re.compile(r"(\d{1,3}(?:[ ,]?\d{3})*)\s+([^,]+)(?:,\s*(.+))?")
_BASES = ("counted", "estimated")


class LinesField(forms.CharField):
    """One thing a line, kept as a list of dicts. Subclasses read a line and write one."""

    most = 20

    def __init__(self, **kwargs):
        widget = forms.Textarea(attrs={"rows": 5})
        super().__init__(required=False, max_length=4000, widget=widget, **kwargs)

    def clean(self, value) -> list[dict]:
        lines = [line.strip() for line in super().clean(value).splitlines() if line.strip()]
        if len(lines) > self.most:
            raise forms.ValidationError(f"Write at most {self.most} lines.")
        return [self.read(line) for line in lines]

    def prepare_value(self, value):
        return "\n".join(self.write(row) for row in value) if isinstance(value, list) else value


class TimelineField(LinesField):
    """ "2008: First Saturday masterclasses." """

    def read(self, line: str) -> dict:
        found = _YEAR.fullmatch(line)
        if not found:
            raise forms.ValidationError(f"Begin each line with a year, like “2008: First classes”. Not: “{line[:60]}”.")
        return {"year": int(found[1]), "text": found[2][:300]}

    def write(self, row: dict) -> str:
        return f"{row['year']}: {row['text']}"


class FiguresField(LinesField):
    """ "350 pupils a year, Years 7 to 13, estimated" """

    most = 3

    def read(self, line: str) -> dict:
        found = _FIGURE.fullmatch(line)
        if not found:
            raise forms.ValidationError(
                f"Begin each line with a number, like “350 pupils a year, estimated”. Not: “{line[:60]}”."
            )
        more = [part.strip() for part in (found[3] or "").split(",") if part.strip()]
        basis = more.pop() if more and more[-1].lower() in _BASES else ""
        number = int(re.sub("[ ,]", "", found[1]))
        return {"value": number, "label": found[2].strip()[:60], "note": ", ".join(more)[:60], "basis": basis.lower()}

    def write(self, row: dict) -> str:
        return ", ".join(filter(None, [f"{row['value']} {row['label']}", row.get("note"), row.get("basis")]))


def long_text(label: str, most: int, rows: int = 5, help_text: str = "") -> forms.CharField:
    """A text of several paragraphs."""
    return forms.CharField(
        label=label, required=False, max_length=most, widget=forms.Textarea(attrs={"rows": rows}),
        help_text=help_text, error_messages={"max_length": "Use at most %(limit_value)d letters."},
    )  # fmt: skip


class GroupForm(TidyForm):
    """What coordinators write. Name and address are a moderator's."""

    version = forms.IntegerField(widget=forms.HiddenInput, required=False)
    summary = long_text("In one or two sentences", 300, 3)
    about = long_text("About the group", 5000, 8)
    how_it_works = long_text("How it works", 3000, 6, "Who plans, who books rooms, who keeps the money straight.")
    funding = forms.CharField(label="How it is paid for", required=False, max_length=300)
    website = forms.URLField(
        label="Website", required=False, assume_scheme="https",
        error_messages={"invalid": "Enter the whole address, like https://www.group.example."},
    )  # fmt: skip
    figures = FiguresField(label="Up to three figures", help_text="One a line, like “350 pupils a year, estimated”.")
    timeline = TimelineField(label="How it grew", help_text="One a line, like “2008: First Saturday masterclasses”.")

    def __init__(self, data=None, *, group: Group):
        names = ("version", "summary", "about", "how_it_works", "funding", "website", "figures", "timeline")
        super().__init__(data, initial={name: getattr(group, name) for name in names})
        self.helper = FormHelper()
        self.helper.form_tag = False
        self.helper.disable_csrf = True

    def clean_website(self) -> str:
        address = self.cleaned_data["website"]
        if address and not address.startswith(("https://", "http://")):
            raise forms.ValidationError("Enter the whole address, like https://www.group.example.")
        return address

    def clean_version(self) -> int:
        return self.cleaned_data["version"] or 0

    def seen(self, version: int) -> None:
        """Another person's save has been shown: the next press goes on from there."""
        self.data = self.data.copy()
        self.data["version"] = str(version)


class GroupMemberForm(SchoolPickForm):
    """A school of the register, to be named as a member."""

    whose = "the school"
    label = "School"

    def __init__(self, data=None):
        super().__init__(tidied(data) if data is not None else None)
        self.helper = FormHelper()
        self.helper.form_tag = False
        self.helper.disable_csrf = True


class CoordinatorForm(TidyForm):
    """Whom to ask to coordinate."""

    email = forms.EmailField(
        label="Their work e-mail", max_length=254, widget=forms.EmailInput(attrs={"autocomplete": "off"}),
        error_messages=dict.fromkeys(("required", "invalid"), "Enter an e-mail address, like name@school.sch.uk."),
    )  # fmt: skip
