"""What people type: to sign in and up, to join a school, to invite a colleague."""

import re
import unicodedata

from allauth.account.forms import LoginForm, SignupForm
from django import forms
from django.contrib.auth.hashers import make_password

from schools.picking import SchoolPickForm
from schools_together.ui.tidying import Tidy, TidyForm

from .models import Invitation, Membership, Role, User, When
from .traps import BotTraps

WORK_ADDRESS = "Use your school address, not a private one."
NO_ADDRESS = "Enter an e-mail address, like name@school.sch.uk."
ROLE_HELP = "Leads publish, confirm and let colleagues in. Contributors write drafts, offers and enquiries."


LINK = re.compile(r"://|@|\bwww\.|\.(com|net|org|uk|co|info|ru)\b", re.IGNORECASE)
NO_LINKS = "Leave out addresses and links."


class PersonNameField(forms.CharField):
    """A person's name or role in one line: composed letters, nothing invisible, single spaces, no links.

    A school's office reads it in a letter of ours, which must not carry somebody's advertisement.
    """

    def to_python(self, value):
        value = unicodedata.normalize("NFC", super().to_python(value))
        plain = "".join(" " if unicodedata.category(sign)[0] in "CZ" else sign for sign in value)
        return " ".join(plain.split())

    def validate(self, value):
        super().validate(value)
        if LINK.search(value):
            raise forms.ValidationError(NO_LINKS)


class SignInForm(LoginForm):
    """E-mail and password."""

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["login"].label = "Work e-mail"
        self.fields["login"].error_messages |= {"required": NO_ADDRESS, "invalid": NO_ADDRESS}
        self.fields["password"].error_messages["required"] = "Enter your password."
        self.fields["remember"].label = "Keep me signed in on this computer"


class SignUpForm(BotTraps, SignupForm):
    """Name, e-mail and password. Whether the address is known already is never told here, only to the address."""

    field_order = ["name", "email", "password1"]

    name = PersonNameField(
        label="Your name",
        max_length=User._meta.get_field("name").max_length,
        help_text="Only colleagues at your own school see it.",
        widget=forms.TextInput(attrs={"autocomplete": "name"}),
        error_messages={"required": "Enter your name."},
    )

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        email = self.fields["email"]
        email.label, email.help_text = "Work e-mail", WORK_ADDRESS
        email.error_messages |= {"required": NO_ADDRESS, "invalid": NO_ADDRESS}
        self.fields["password1"].label = "Choose a password"
        self.fields["password1"].help_text = "12 characters or more. Three or four words that you remember are good."
        self.fields["password1"].error_messages["required"] = "Choose a password."

    def try_save(self, request):
        if self.account_already_exists:
            # As much work as for a new account, else the clock tells what the page does not.
            make_password(self.cleaned_data["password1"])
        return super().try_save(request)


class MembershipForm(SchoolPickForm):
    """Asking for a place at a school. The role is a wish; whoever lets the person in decides.

    `suggested` are the schools whose own domain stands behind the person's address; they are offered first.
    """

    job_title = PersonNameField(
        label="Your role at the school",
        max_length=Membership._meta.get_field("job_title").max_length,
        help_text="Like deputy head, music teacher, bursar or governor.",
        widget=forms.TextInput(attrs={"autocomplete": "organization-title"}),
        error_messages={"required": "Enter your role at the school, like deputy head."},
    )
    role = forms.ChoiceField(
        label="What you will do here",
        choices=[
            (Role.CONTRIBUTOR, "Contributor: I write drafts, offers, needs and enquiries"),
            (Role.LEAD, "Lead: I also publish, confirm for the school and let colleagues in"),
        ],
        initial=Role.CONTRIBUTOR,
        widget=forms.RadioSelect,
        error_messages={"required": "Choose what you will do here.", "invalid_choice": "Choose one of the two."},
    )

    def __init__(self, *args, suggested=(), **kwargs):
        super().__init__(*args, **kwargs)
        if suggested and not self.is_bound:
            self.suggest(list(suggested))


class OfficeForm(forms.Form):
    """To which of the office's mailboxes the code goes. The person knows which of them exists."""

    address = forms.ChoiceField(
        label="A mailbox that your school’s office reads",
        widget=forms.RadioSelect,
        help_text="Choose one that exists. A letter to one that does not comes back to us, not to you.",
        error_messages={"required": "Choose a mailbox.", "invalid_choice": "Choose one of the addresses in the list."},
    )

    def __init__(self, *args, addresses=(), **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["address"].choices = [(address, address) for address in addresses]


class OfficeCodeForm(TidyForm):
    """The code that the office has passed on."""

    code = forms.CharField(
        label="The code from your school’s office",
        max_length=20,
        help_text="Eight letters and figures, like BK4T-9WXZ.",
        widget=forms.TextInput(attrs={"autocomplete": "off", "autocapitalize": "characters", "class": "st-short"}),
        error_messages={"required": "Type the code.", "max_length": "The code has eight letters and figures."},
    )


class InvitationForm(TidyForm):
    """Whom to invite, and as what."""

    email = forms.EmailField(
        label="Your colleague’s work e-mail",
        max_length=Invitation._meta.get_field("email").max_length,
        help_text="The invitation works for this address alone.",
        widget=forms.EmailInput(attrs={"autocomplete": "off"}),
        error_messages={"required": NO_ADDRESS, "invalid": NO_ADDRESS},
    )
    role = forms.ChoiceField(
        label="Your colleague will be",
        choices=Role.choices,
        initial=Role.CONTRIBUTOR,
        help_text=ROLE_HELP,
        widget=forms.RadioSelect,
        error_messages={"required": "Choose a role.", "invalid_choice": "Choose one of the two."},
    )


class RoleForm(forms.Form):
    """The role in which a lead lets somebody in: the value of the pressed button."""

    role = forms.ChoiceField(choices=Role.choices)


class RoleChangeForm(forms.Form):
    """Making a colleague lead, and whether one goes on oneself."""

    stay = forms.ChoiceField(
        label="And you?",
        choices=[("stay", "I stay lead too"), ("hand-over", "I hand over, and am a contributor from now on")],
        initial="stay",
        widget=forms.RadioSelect,
        error_messages={"required": "Choose what becomes of you.", "invalid_choice": "Choose one of the two."},
    )


class EndForm(TidyForm):
    """Why a place ends; for a last lead, who leads from now on."""

    successor = forms.ModelChoiceField(
        label="Who leads from now on?",
        queryset=Membership.objects.none(),
        required=False,
        widget=forms.RadioSelect,
        empty_label="Nobody. You tell the moderators.",
        help_text="Without a lead nobody at your school can publish, confirm or let people in.",
        error_messages={"invalid_choice": "Choose one of your colleagues."},
    )
    reason = forms.CharField(
        label="Why, in a few words",
        required=False,
        max_length=Membership._meta.get_field("reason").max_length,
        help_text="Kept in the history for moderators. You may leave it empty.",
    )

    def __init__(self, *args, followers=None, **kwargs):
        super().__init__(*args, **kwargs)
        if followers is None:
            del self.fields["successor"]
        else:
            self.fields["successor"].queryset = followers
            self.fields["successor"].label_from_instance = lambda place: str(place.user)


class NameForm(Tidy, forms.ModelForm):
    """The name that colleagues see."""

    name = PersonNameField(
        label="Your name",
        max_length=User._meta.get_field("name").max_length,
        help_text="Only colleagues at your own school see it.",
        error_messages={"required": "Enter your name."},
        widget=forms.TextInput(attrs={"autocomplete": "name"}),
    )

    class Meta:
        model = User
        fields = ["name"]


class NoticeForm(forms.Form):
    """One question for each kind of notice: when?"""

    def __init__(self, *args, kinds=(), **kwargs):
        super().__init__(*args, **kwargs)
        for kind in kinds:
            self.fields[kind.slug] = forms.ChoiceField(
                label=kind.words,
                help_text=kind.hint,
                choices=When.choices,
                widget=forms.RadioSelect,
                error_messages={"required": "Choose when.", "invalid_choice": "Choose one of the three."},
            )
