"""The one calm page on which a project is written, and the question before following suit."""

from crispy_forms.helper import FormHelper
from django import forms
from django.db.models import Q
from django.utils import timezone

from partnerships.models import (
    Cost,
    Direction,
    Frequency,
    Group,
    Lifecycle,
    Participation,
    ParticipationRole,
    Project,
    RiskAssessment,
    Scale,
    Setting,
    Supervision,
    YearFigures,
)
from partnerships.models.projects import SUMMARY_MAX, SUMMARY_MIN
from schools_together.ui.tidying import OnceField, TidyForm, tidied

from .fields import Count, CountField, MonthField, RowsField, StepsField, WholeNumberField
from .project_layout import FIGURES, layout

NO_NAMES = "Leave out pupils’ names, phone numbers and e-mail addresses."
YEARS_BACK = 6
# A star stands at these: a draft does without, publication does not (product.md, section 4).
NEEDED = (
    "title", "summary", "category", "stages", "frequency", "starts_on", "supervised_by", "safeguarding_lead_agreed",
    "risk_assessment",
)  # fmt: skip


def radios(label: str, choices, **more) -> forms.ChoiceField:
    """One of a few, none chosen beforehand."""
    return forms.ChoiceField(label=label, choices=choices.choices, required=False, widget=forms.RadioSelect, **more)


def lines(rows: int) -> forms.Textarea:
    return forms.Textarea(attrs={"rows": rows})


class ProjectForm(forms.ModelForm):
    """Everything a school may say about its project. A title is enough for a draft.

    `changes()`, `figures()` and `our_part()` give what the actions take.
    """

    token = OnceField()
    version = forms.IntegerField(required=False, widget=forms.HiddenInput, min_value=0, max_value=2_000_000_000)
    writer = forms.CharField(required=False, widget=forms.HiddenInput, max_length=20)
    posting_school = forms.ModelChoiceField(
        None,
        label="Your school",
        error_messages={"required": "Choose your school.", "invalid_choice": "Choose your school."},
    )
    our_role = radios("Your school is", ParticipationRole, initial=ParticipationRole.HOST)
    frequency = radios("How often does it happen?", Frequency)
    lifecycle = forms.ChoiceField(
        label="How does it stand?", choices=Lifecycle.choices, required=False, initial=Lifecycle.RUNNING
    )
    scale = radios("How large is it?", Scale)
    setting = radios("Where does it happen?", Setting)
    cost = radios("What does it cost the partner?", Cost)
    direction = radios("Which way does it go?", Direction)
    supervised_by = radios("Who supervises the pupils?", Supervision)
    risk_assessment = radios("How does it stand with the risk assessment?", RiskAssessment)
    starts_on = MonthField(label="When did it start, or when will it?", help_text="The month is enough, like 09/2024.")
    ends_on = MonthField(label="When did it end?", help_text="Leave empty while it goes on.")
    steps = StepsField(
        label="How to do it yourself",
        help_text="One step a line: a short title, a colon, what to do. Like “Walk the route: Check where coats go.”",
    )
    our_gains = forms.CharField(
        label="What does your school gain?", required=False, max_length=500, widget=lines(2),
        help_text="A partnership goes both ways. What do your pupils and staff learn from theirs?",
    )  # fmt: skip
    our_gives = forms.CharField(label="What does your school bring?", required=False, max_length=500, widget=lines(2))
    year = forms.TypedChoiceField(label="Figures for the school year", coerce=int, required=False, empty_value=None)
    state_pupils = CountField(
        label="Pupils at state schools", help_text="Count each pupil once. Write “about 20” if it is a guess."
    )
    independent_pupils = CountField(label="Pupils at independent schools")
    sessions = CountField(label="Sessions")
    staff_hours = CountField(label="Staff hours", help_text="Add up all schools. “About 24” is fine.")
    open_within_miles = WholeNumberField(most=500, label="How far away, in miles?")
    open_places = WholeNumberField(most=200, label="How many schools?")

    class Meta:
        model = Project
        fields = [
            "title", "summary", "category", "story", "stages", "who", "frequency", "when", "starts_on", "ends_on",
            "lifecycle", "setting", "cost", "takes_hours", "impact", "supervised_by", "safeguarding_lead_agreed",
            "risk_assessment", "steps", "takes_people", "takes_rooms", "takes_kit", "would_change", "need",
            "need_named_by", "aims", "background", "reciprocity", "disadvantage_focus", "subjects", "shares", "scale",
            "direction", "transport", "group", "open_to_partners", "open_to_whom", "open_within_miles", "open_places",
        ]  # fmt: skip
        field_classes = dict.fromkeys(["stages", "subjects", "shares"], RowsField)
        labels = {
            "stages": "Which pupils take part?",
            "who": "Who takes part, in your own words?",
            "when": "And in your own words?",
            "story": "What happens?",
            "takes_hours": "How much staff time does it take?",
            "impact": "What came of it?",
            "takes_people": "Which people does it take?",
            "takes_rooms": "Which rooms?",
            "takes_kit": "Which kit, and what does it cost?",
            "would_change": "What would you change?",
            "need": "Which need does it answer?",
            "need_named_by": "Who named the need?",
            "aims": "What do you aim for?",
            "background": "How did it begin?",
            "reciprocity": "What goes both ways?",
            "disadvantage_focus": "Does it look to disadvantaged pupils?",
            "shares": "What is shared?",
            "transport": "How do pupils get there?",
            "group": "Partnership group",
            "open_to_partners": "We welcome new partners",
            "open_to_whom": "Which schools?",
        }
        help_texts = {
            "title": "Say what happens, in a few words. For example: “Reading mentors” or “Primary maths day”.",
            "summary": f"Two sentences a busy teacher can take in. {SUMMARY_MIN} to {SUMMARY_MAX} letters. {NO_NAMES}",
            "story": f"Tell it as you would in the staff room. {NO_NAMES}",
            "who": "Like “Years 4 and 5, 15 to 20 pupils”.",
            "when": "Like “Five sessions of 1½ hours, once a year”.",
            "impact": f"What is different now? One true sentence is better than ten. {NO_NAMES}",
            "safeguarding_lead_agreed": "",
            "starts_on": "",
        }
        error_messages = {
            "title": {
                "required": "Give the project a title.",
                "max_length": "Use at most %(limit_value)d letters for the title.",
            },
            "summary": {"max_length": "Your summary has %(show_value)d letters. Use at most %(limit_value)d."},
        }
        widgets = {
            "summary": lines(3), "story": lines(7), "impact": lines(3), "would_change": lines(2), "need": lines(3),
            "aims": lines(3), "background": lines(3), "reciprocity": lines(2), "disadvantage_focus": lines(2),
            "stages": forms.CheckboxSelectMultiple, "subjects": forms.CheckboxSelectMultiple,
            "shares": forms.CheckboxSelectMultiple,
        }  # fmt: skip

    def __init__(
        self, data=None, *, schools, instance: Project | None = None, own: Participation | None = None,
        first: dict | None = None, writer: int | str = "",
    ):  # fmt: skip
        self.own = own
        initial = {"version": instance.version if instance else 0, **_initial_part(own), **_initial_year(instance)}
        initial |= {"writer": writer, **(first or {})}
        super().__init__(tidied(data) if data is not None else None, instance=instance, initial=initial)
        self._choose_school(schools, instance)
        self.fields["category"].empty_label = "Choose one"
        self.fields["group"].queryset = _groups_of(schools)
        self.fields["group"].empty_label = "None"
        self.fields["year"].choices = [(year, f"{year}–{(year + 1) % 100:02d}") for year in _years()]
        self.fields["stages"].label_from_instance = lambda stage: (
            f"{stage.name}: {stage.label}" if stage.label else stage.name
        )
        for name in ("steps", "our_gains", "our_gives", "would_change", "need", "background"):
            self.fields[name].help_text = f"{self.fields[name].help_text} {NO_NAMES}".strip()
        self.helper = FormHelper()
        self.helper.form_tag = False
        self.helper.disable_csrf = True
        self.helper.layout = layout(self)
        if not self.is_bound:
            self.mark_needed()

    def full_clean(self):
        """A star is a promise about publication, so what it marks is not demanded of a draft."""
        super().full_clean()
        self.mark_needed()

    def mark_needed(self) -> None:
        for name in NEEDED:
            self.fields[name].required = True
            self.fields[name].widget.is_required = name == "title"

    def clean(self) -> dict:
        cleaned = super().clean()
        for name in ("ends_on", "starts_on"):  # what was not understood keeps what is stored
            start, end = (cleaned.get(field, getattr(self.instance, field)) for field in ("starts_on", "ends_on"))
            if start and end and end < start and name in cleaned:
                self.add_error(name, "The end must not be before the start.")
        return cleaned

    def clean_lifecycle(self) -> str:
        return self.cleaned_data["lifecycle"] or Lifecycle.RUNNING

    def changes(self) -> dict:
        """What `save_draft` takes: every answer that was understood."""
        return {name: self.cleaned_data[name] for name in self.Meta.fields if name in self.cleaned_data}

    def figures(self) -> dict[int, dict]:
        """{first year: figures} of the one year on the page."""
        year = self.cleaned_data.get("year")
        if year is None:
            return {}
        row: dict = {}
        for name in FIGURES:
            if name not in self.cleaned_data:
                continue
            count: Count | None = self.cleaned_data[name]
            row[name] = count.number if count else None
            if count:
                row[f"{name}_basis"] = count.basis
        return {year: row}

    def our_part(self) -> dict[str, str]:
        """What `tell_part` takes for the posting school itself."""
        return {"gives": self.cleaned_data.get("our_gives", ""), "gains": self.cleaned_data.get("our_gains", "")}

    def our_words(self) -> dict[str, str]:
        """The same by the names of the fields, for the warnings."""
        return {name: self.cleaned_data.get(name, "") for name in ("our_gives", "our_gains")}

    def seen(self, version: int) -> None:
        """From now on the page speaks of this version: the next press saves knowingly."""
        self.data = self.data.copy()
        self.data["version"] = str(version)

    def _choose_school(self, schools, instance: Project | None) -> None:
        """Whose project it is: asked once, and only of somebody with several schools."""
        field = self.fields["posting_school"]
        field.queryset = schools
        if instance is not None and instance.pk:
            has_fixed_role = instance.is_readable or (self.own is not None and self.own.school_id != instance.school_id)
            for name in ("posting_school", "token", *(["our_role"] if has_fixed_role else [])):
                del self.fields[name]
        elif len(schools) == 1:
            field.widget, field.initial = forms.HiddenInput(), schools[0].pk


def _initial_part(own: Participation | None) -> dict:
    return {"our_gives": own.gives, "our_gains": own.gains, "our_role": own.role} if own else {}


def _initial_year(project: Project | None) -> dict:
    """The latest year with figures, else last school year."""
    latest = project.years.first() if project and project.pk else None
    if latest is None:
        return {"year": _years()[1]}
    return {"year": latest.year, **{name: _count(latest, name) for name in FIGURES}}


def _count(year: YearFigures, name: str) -> Count | None:
    number = getattr(year, name)
    return None if number is None else Count(number, getattr(year, f"{name}_basis"))


def _years() -> list[int]:
    """First calendar years of school years, the present one first. A school year begins in September."""
    today = timezone.localdate()
    present = today.year if today.month >= 9 else today.year - 1
    return list(range(present, present - YEARS_BACK, -1))


def _groups_of(schools):
    """Groups in which one of the schools has agreed to be."""
    return Group.objects.filter(Q(members__school__in=schools, members__state="agreed")).distinct()


class FollowForm(TidyForm):
    """For which of my schools, once."""

    token = OnceField()
    posting_school = forms.ModelChoiceField(
        None,
        label="Your school",
        error_messages={"required": "Choose your school.", "invalid_choice": "Choose your school."},
    )

    def __init__(self, data=None, *, schools):
        super().__init__(data)
        field = self.fields["posting_school"]
        field.queryset, field.empty_label = schools, None
        if len(schools) == 1:
            field.widget, field.initial = forms.HiddenInput(), schools[0].pk
        self.helper = FormHelper()
        self.helper.form_tag = False
        self.helper.disable_csrf = True
