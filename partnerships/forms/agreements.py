"""The twelve lines of an agreement card."""

from django import forms

from partnerships.models import COMMITMENTS, AgreementCard
from schools_together.ui.tidying import tidied

from .fields import MonthField
from .partners import bare_helper

LABELS = {
    "brings": "Who brings what?",
    "money": "Who pays for what?",
    "transport": "How do pupils travel, and who arranges it?",
    "supervision": "How many adults supervise how many pupils?",
    "safeguarding": "Whom does a worry about a child go to?",
    "checks": "How are adults checked?",
    "insurance": "Whose insurance covers what?",
    "pictures": "Who may take and use pictures?",
    "data": "What happens with pupils’ data?",
    "review_on": "When do we look at this again?",
    "ending": "How can either school end it?",
    "signatories": "Who signs for each school?",
}
EXAMPLES = {
    "brings": "Like “The host: a laboratory and a technician. The partner: one class and its teacher.”",
    "money": "Like “The host pays for materials, the partner for the coach.” Say so if nobody pays.",
    "transport": "Like “On foot, 10 minutes, with the partner’s staff.”",
    "supervision": "Like “1 adult to 8 pupils, at least 2 of them from the pupils’ own school.”",
    "safeguarding": "Roles, not names. Like “The designated safeguarding lead of the pupil’s school.”",
    "checks": "Like “Everybody who works with pupils has an enhanced DBS check; the host keeps the list.”",
    "insurance": "Like “The host’s public liability insurance; each school’s own for the journey.”",
    "pictures": "Like “The host’s staff, only of pupils whose school holds consent.”",
    "data": "Like “A list of first names for the day, destroyed afterwards.” Do not write the data here.",
    "review_on": "A month and a year, like 09/2027.",
    "ending": "Like “At the end of any term, told half a term before.”",
    "signatories": "Roles, not names. Like “The head of the host; the head of the partner.”",
}


class AgreementForm(forms.ModelForm):
    """All twelve may be left empty until both schools agree."""

    version = forms.IntegerField(required=False, widget=forms.HiddenInput, min_value=0, max_value=2_000_000_000)
    review_on = MonthField(label=LABELS["review_on"], help_text=EXAMPLES["review_on"])

    class Meta:
        model = AgreementCard
        fields = COMMITMENTS
        labels = LABELS
        help_texts = EXAMPLES
        widgets = {name: forms.Textarea(attrs={"rows": 2}) for name in COMMITMENTS if name != "review_on"}

    def __init__(self, data=None, *, instance: AgreementCard | None, proposed: dict):
        seen = {"version": instance.version if instance else 0, **({} if instance else proposed)}
        super().__init__(tidied(data) if data is not None else None, instance=instance, initial=seen)
        self.helper = bare_helper()

    def changes(self) -> dict:
        """What `save_card` takes."""
        return {name: self.cleaned_data[name] for name in COMMITMENTS}

    def seen(self, version: int) -> None:
        """From now on the page speaks of this version: the next press saves knowingly."""
        self.data = self.data.copy()
        self.data["version"] = str(version)
