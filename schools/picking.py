"""Picking a school of the register: type its name, then choose it from the list. The same with and without JavaScript.

Without JavaScript the typed words come back with up to ten schools to choose from; with it, suggestions appear while
typing and the chosen school's id travels in `school`. templates/components/school_picker.html draws both.
"""

from django import forms
from django.urls import reverse_lazy
from django.utils.formats import date_format

from schools_together.ui.tidying import TidyForm

from .models import School, Status

MOST_SHOWN = 10
LONGEST_KEY = 12  # digits; more is no school of ours
NONE_OF_THESE = ("", "None of these. I have changed the words above.")

NOT_LISTED = ("", "No. I type its name, town or postcode below.")


class SchoolPickForm(TidyForm):
    """One open school. `cleaned_data["school"]` is a School; without one the form is invalid and says what to do next.

    Forms that ask for more inherit from it; forms that need another school than one's own set `whose` and `label`.
    Once cleaned, `candidates` holds the schools that the page offers as radio buttons.
    """

    whose = "your school"
    label = "Your school"

    school_q = forms.CharField(
        max_length=100,
        required=False,
        help_text="Type its name, town, postcode or URN.",
        error_messages={"max_length": "Type fewer words: the name and the town are enough."},
        widget=forms.TextInput(attrs={"autocomplete": "off", "data-url": reverse_lazy("schools:suggest")}),
    )
    school = forms.CharField(required=False, widget=forms.HiddenInput)

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.candidates: list[School] = []
        self.fields["school_q"].label = self.label
        self.fields["school"].label = "Which school do you mean?"
        self.fields["school_q"].widget.attrs |= {"data-school-picker": True, "data-target": self["school"].auto_id}

    def clean(self) -> dict:
        cleaned = super().clean()
        chosen, words = cleaned.get("school", ""), cleaned.get("school_q", "")
        if "school" in self.errors or "school_q" in self.errors:
            return cleaned
        if chosen:
            cleaned["school"] = self._chosen(chosen)
        elif words.strip():
            cleaned["school"] = self._named(words)
        else:
            cleaned["school"] = None
            self.add_error("school_q", f"Type the name, town or postcode of {self.whose}.")
        return cleaned

    def _chosen(self, key: str) -> School | None:
        """The school with this id, unless it is unknown or has no pupils today."""
        known = key.isascii() and key.isdecimal() and len(key) <= LONGEST_KEY
        school = School.objects.for_cards().filter(pk=int(key)).first() if known else None
        if school is None:
            self.add_error("school_q", f"Choose {self.whose} from the list.")
        elif not school.is_open:
            self._offer_instead_of(school)
            return None
        else:
            self._offer([school], chosen=school)
        return school

    def _named(self, words: str) -> None:
        """Nobody is chosen by words alone: offer the schools that fit, the closed ones' successors as a last resort."""
        fitting = School.objects.matching(words).for_cards()
        found = list(fitting.open()[: MOST_SHOWN + 1])
        if found:
            self._offer(found[:MOST_SHOWN])
            more = " Is it not here? Add its town or postcode." if len(found) > MOST_SHOWN else ""
            self.add_error("school", f"Choose {self.whose} from the list.{more}")
        elif closed := fitting.first():
            self._offer_instead_of(closed)
        else:
            self.add_error(
                "school_q", "We know no school by these words. Check the spelling, or type its postcode alone."
            )

    def _offer_instead_of(self, school: School) -> None:
        """Refuse a school without pupils; the open schools that came after it are offered."""
        if school.status == Status.PROPOSED:
            self.add_error("school_q", f"{school} has not opened yet.")
            return
        when = f" on {date_format(school.closed_on, 'j F Y')}" if school.closed_on else ""
        successors = list(School.objects.open().filter(predecessors=school).for_cards()[:MOST_SHOWN])
        sentence = f"{school} closed{when}."
        if not successors:
            self.add_error("school_q", f"{sentence} The register names no school that came after it.")
            return
        self._offer(successors)
        self.add_error("school", f"{sentence} Choose the school that came after it.")

    def suggest(self, schools: list[School]) -> None:
        """Offer schools before anything was typed. The page shows them as radio buttons, above the box to type in."""
        self.candidates = schools
        choices = [(school.pk, described(school)) for school in schools]
        self.fields["school"].widget = forms.RadioSelect(choices=[*choices, NOT_LISTED])
        self["school"].label = f"Is this {self.whose}?"
        self.initial["school"] = schools[0].pk if len(schools) == 1 else "none of them yet"
        del self.fields["school_q"].widget.attrs["data-school-picker"]

    def _offer(self, schools: list[School], chosen: School | None = None) -> None:
        """From now on the page shows radio buttons: a hidden id would win, unseen, over words typed later."""
        self.candidates = schools
        choices = [(school.pk, described(school)) for school in schools]
        self.fields["school"].widget = forms.RadioSelect(choices=[*choices, NONE_OF_THESE])
        del self.fields["school_q"].widget.attrs["data-school-picker"]
        self.data = self.data.copy()
        self.data[self.add_prefix("school")] = str(chosen.pk) if chosen else ""


def described(school: School) -> str:
    """What tells a school from its namesakes: name, town, authority, kind."""
    authority = school.local_authority.name if school.local_authority_id else ""
    places = dict.fromkeys(filter(None, [school.town, authority]))
    return f"{', '.join([school.name, *places])}. {school.kind}"
