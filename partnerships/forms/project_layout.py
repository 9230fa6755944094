"""The order of the page on which a project is written: what is needed first, what is invited folded away."""

from crispy_forms.layout import HTML, Div, Fieldset, Layout
from django import forms

from partnerships.models import Lifecycle

FIGURES = ("state_pupils", "independent_pupils", "sessions", "staff_hours")
NOTHING_SAID = ("", None, [], False, Lifecycle.RUNNING)
PRESET = "year"  # always has a value


class Fold(Div):
    """Fields that are invited, not asked for: folded until one of them has an answer or a trouble."""

    template = "partnerships/_form_fold.html"

    def __init__(self, words: str, *fields: str):
        super().__init__(*fields)
        self.words = words
        self.names = fields
        self.is_open = False

    def render(self, form, context, template_pack="bootstrap5", **kwargs):
        self.is_open = any(self._says_something(form[name]) for name in self.names)
        return super().render(form, context, template_pack=template_pack, **kwargs)

    def _says_something(self, field: forms.BoundField) -> bool:
        return bool(field.errors) or (field.name != PRESET and field.value() not in NOTHING_SAID)


def layout(form: forms.Form) -> Layout:
    """Six parts, as the list beside the page names them."""
    hidden = [name for name in ("token", "version", "writer", "posting_school", "our_role") if name in form.fields]
    return Layout(
        *[name for name in hidden if form.fields[name].widget.is_hidden],
        Fieldset("The project", *[n for n in hidden if not form.fields[n].widget.is_hidden and n == "posting_school"],
                 "title", "summary", "category", Fold("Tell the whole story", "story"), css_id="part-project"),
        Fieldset("Who does it together", *[n for n in hidden if n == "our_role"],
                 HTML('{% include "partnerships/_partner_fields.html" %}'), "stages",
                 Fold("Say in your own words who takes part", "who"), css_id="part-who"),
        Fieldset("How it runs", "frequency", "starts_on", "cost",
                 Fold("More about how it runs", "when", "ends_on", "lifecycle", "setting", "takes_hours"),
                 css_id="part-runs"),
        Fieldset("What comes of it", "our_gains",
                 Fold("What your school brings, and what came of it", "our_gives", "impact"),
                 Fold("Figures, if you have them", "year", *FIGURES), css_id="part-comes"),
        Fieldset("Keeping pupils safe", "supervised_by", "safeguarding_lead_agreed", "risk_assessment",
                 css_id="part-safe"),
        Fieldset("More, if you have time",
                 Fold("How others can do it too", "steps", "takes_people", "takes_rooms", "takes_kit", "would_change"),
                 Fold("Why you do it, and how it began", "need", "need_named_by", "aims", "background",
                      "reciprocity", "disadvantage_focus"),
                 Fold("So that others find it", "subjects", "shares", "scale", "direction", "transport", "group"),
                 Fold("New partners", "open_to_partners", "open_to_whom", "open_within_miles", "open_places"),
                 css_id="part-more"),
    )  # fmt: skip
