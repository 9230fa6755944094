"""What people type: an enquiry, a message, a concern."""

from crispy_forms.helper import FormHelper
from crispy_forms.layout import Div, Layout
from django import forms
from django.utils.crypto import get_random_string
from django.utils.http import url_has_allowed_host_and_scheme

from schools_together.ui.flags import flags_in
from schools_together.ui.tidying import Tidy, TidyForm

from .models import Answer, Enquiry, Message, Outcome, Report
from .names import gives_away

NO_NAMES = "Do not write pupils’ names or anything that could tell who they are."
TOKEN_LOST = "The form was incomplete. Your text is still here: send it again."


def form_helper() -> FormHelper:
    """Our page draws the form's tag, token and button; our sentences are seen, not the browser's."""
    helper = FormHelper()
    helper.form_tag = False
    helper.disable_csrf = True
    helper.form_show_errors = True
    return helper


class OnceForm(TidyForm):
    """A form whose sending is one intent: its hidden token makes a second press return the first result."""

    token = forms.CharField(
        min_length=16,
        max_length=60,
        widget=forms.HiddenInput,
        error_messages=dict.fromkeys(("required", "min_length", "max_length"), TOKEN_LOST),
    )

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.helper = form_helper()
        self.initial.setdefault("token", get_random_string(32))

    def clean(self):
        """A token that came back broken is replaced, so that the next press works."""
        if "token" in self.errors:
            self.data = self.data.copy()
            self.data["token"] = get_random_string(32)
        return super().clean()


class MessageForm(OnceForm):
    """One message in a conversation."""

    text = forms.CharField(
        label="Your message",
        max_length=Message._meta.get_field("text").max_length,
        widget=forms.Textarea(attrs={"rows": 5}),
        help_text=NO_NAMES,
        error_messages={"required": "Write your message."},
    )


class AnswerForm(TidyForm):
    """One of three answers, each a button, and a reason if one likes."""

    reason = forms.CharField(
        label="A reason, if you like",
        required=False,
        max_length=Enquiry._meta.get_field("answer_reason").max_length,
        help_text="The other school reads it with your answer.",
    )
    answer = forms.ChoiceField(
        choices=[choice for choice in Answer.choices if choice[0]],
        error_messages=dict.fromkeys(("required", "invalid_choice"), "Choose one of the three answers."),
    )

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.helper = form_helper()
        self.helper.layout = Layout("reason")  # the answers are buttons, drawn by the page


class OutcomeForm(forms.Form):
    """What came of it."""

    outcome = forms.ChoiceField(
        label="What came of it?",
        choices=[choice for choice in Outcome.choices if choice[0]],
        widget=forms.RadioSelect,
        error_messages=dict.fromkeys(("required", "invalid_choice"), "Choose what came of it."),
    )

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.helper = form_helper()


class InboxForm(TidyForm):
    """What the list of enquiries is asked for. Junk is no question."""

    school = forms.ModelChoiceField(queryset=None, required=False)
    show = forms.ChoiceField(
        required=False,
        choices=[("", "All"), ("us", "Waiting for us"), ("them", "Waiting for them"), ("archived", "Archived")],
    )
    q = forms.CharField(label="Search in your enquiries", required=False, max_length=100)

    def __init__(self, *args, schools, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["school"].queryset = schools

    def asked(self) -> dict:
        """The values that are any good."""
        self.is_valid()
        return {name: self.cleaned_data.get(name) or "" for name in self.fields}


class EnquiryForm(OnceForm):
    """The first message to another school, in the name of one of my schools."""

    from_school = forms.ModelChoiceField(
        label="In the name of",
        queryset=None,
        empty_label=None,
        error_messages={
            "required": "Choose the school that you write for.",
            "invalid_choice": "Choose one of your own schools.",
        },
    )
    text = forms.CharField(
        label="Your message",
        max_length=Message._meta.get_field("text").max_length,
        widget=forms.Textarea(attrs={"rows": 9}),
        help_text=f"We have made a start. Change it as you like. {NO_NAMES}",
        error_messages={"required": "Write a few words to the other school."},
    )
    for_whom = forms.CharField(
        label="For whom, if you know",
        required=False,
        max_length=Enquiry._meta.get_field("for_whom").max_length,
        help_text="Year groups and how many, like “28 in Year 5”.",
    )
    wanted_when = forms.CharField(
        label="When, if you know",
        required=False,
        max_length=Enquiry._meta.get_field("wanted_when").max_length,
        help_text="Like “After Easter, any day but Tuesday”.",
    )
    hurdles = forms.CharField(
        label="What would make it hard?",
        required=False,
        max_length=Enquiry._meta.get_field("hurdles").max_length,
        help_text="Travel, cost, cover, time. Said early, most of it can be solved.",
    )
    is_unnamed = forms.BooleanField(
        label="Show our school’s name only when they answer yes",
        required=False,
        help_text="Until then they read your kind of school and area, like “A state primary in Cambridgeshire”.",
    )
    field_order = ["from_school", "text", "for_whom", "wanted_when", "hurdles", "is_unnamed", "token"]

    def __init__(self, *args, schools, opening: str, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["from_school"].queryset = schools
        self.initial.setdefault("text", opening)
        if len(schools) == 1:
            self.initial.setdefault("from_school", schools[0].pk)
            self.fields["from_school"].widget = forms.HiddenInput()

    @property
    def words(self) -> dict:
        """What was written, without whose it is and the token."""
        return {name: self.cleaned_data[name] for name in ("text", "for_whom", "wanted_when", "hurdles", "is_unnamed")}

    def doubts(self) -> list[str]:
        """What to look at again before sending. Nothing here keeps anybody from sending."""
        said = "\n".join(self.cleaned_data[name] for name in ("text", "for_whom", "wanted_when", "hurdles"))
        found = [flag.sentence for flag in flags_in(said)]
        if self.cleaned_data["is_unnamed"] and gives_away(self.cleaned_data["from_school"], said):
            found.insert(0, "Your message names your school, although you want to stay unnamed. Take the name out.")
        return found


class ReportForm(Tidy, forms.ModelForm):
    """A concern about a page. Open to everybody, so it carries a box that only robots fill."""

    nickname = forms.CharField(
        label="Leave this empty",
        required=False,
        widget=forms.TextInput(attrs={"tabindex": "-1", "autocomplete": "off"}),
    )
    page = forms.CharField(required=False, max_length=300, widget=forms.HiddenInput)

    class Meta:
        model = Report
        fields = ["reason", "text", "reply_to", "page"]
        labels = {"reason": "What is it about?", "text": "What is the matter?"}
        help_texts = {
            "text": NO_NAMES,
            "reply_to": "Only if you want an answer. Only moderators see it.",
        }
        error_messages = {
            "reason": {"required": "Choose what it is about.", "invalid_choice": "Choose one of the reasons."},
            "text": {"required": "Tell us in a few words what is the matter."},
            "reply_to": {"invalid": "Enter an e-mail address, like name@school.sch.uk, or leave it empty."},
        }
        widgets = {"reason": forms.RadioSelect, "text": forms.Textarea(attrs={"rows": 5})}

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["reason"].choices = Report._meta.get_field("reason").choices
        self.fields["text"].required = True  # the model lets it be empty for a message
        self.helper = form_helper()
        trap = Div("nickname", css_class="visually-hidden", aria_hidden="true")
        self.helper.layout = Layout("reason", "text", "reply_to", trap, "page")

    def clean_page(self) -> str:
        return safe_page(self.cleaned_data["page"])

    @property
    def is_from_a_robot(self) -> bool:
        return bool(self.cleaned_data.get("nickname"))


class MessageReportForm(ReportForm):
    """A concern about a message: one button for each reason sends it; words are welcome but not asked for."""

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["text"].required = False
        self.fields["text"].label = "More words, if you like"
        self.helper.layout = Layout("text", Div("nickname", css_class="visually-hidden", aria_hidden="true"), "page")


def safe_page(value: str) -> str:
    """A path on this site, at most 300 characters, or "/" for anything else."""
    value = value.strip()
    is_path = value.startswith("/") and url_has_allowed_host_and_scheme(value, allowed_hosts=None)
    return value if is_path and value.isprintable() and len(value) <= 300 else "/"
