"""What the pages of people need: `{% load accounts %}`."""

from django import template
from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.forms import BaseForm, Field

from accounts.permissions import can_edit_profile
from schools.models import School
from schools_together.outbox.addresses import domain_of, masked
from schools_together.ui.tidying import TOO_LONG

register = template.Library()
register.filter(masked)
register.filter(domain_of)

# allauth's word, and ours.
OUR_LABELS = {
    "Email": "E-mail address",
    "Email address": "E-mail address",
    "Current Password": "Your present password",
    "New Password": "New password",
    "New Password (again)": "New password again",
    "Code": "The code",
    "Authenticator code": "Six digits from your app",
    "Name": "Name of the key",
    "Passwordless": "Sign in with it alone, without a password",
}


OUR_REQUESTS = {
    "email": "Enter an e-mail address, like name@school.sch.uk.",
    "password": "Enter your password.",
    "oldpassword": "Enter your present password.",
    "password1": "Choose a password.",
    "password2": "Type the new password once more.",
    "code": "Type the code.",
    "name": "Give the key a name.",
    "credential": "Your browser did not reach the key. Try again.",
}
PASSWORD_RULE = "12 characters or more. Three or four words that you remember are good."
OUR_HELP = {"passwordless": "It then asks for your finger, your face or a PIN."}


@register.filter
def in_our_style(form: BaseForm) -> BaseForm:
    """allauth's form without placeholders, which repeat the label and vanish, and with our words.

    Say it where the form is first drawn, which is the summary of errors.
    """
    for name, field in form.fields.items():
        field.widget.attrs.pop("placeholder", None)
        # What is drawn was made from the field before, where the form came back.
        drawn = form[name]
        drawn.label = OUR_LABELS.get(str(drawn.label), drawn.label)
        is_a_list = "<ul" in str(drawn.help_text)
        drawn.help_text = PASSWORD_RULE if is_a_list else OUR_HELP.get(name, drawn.help_text)
    for name, errors in form.errors.items():
        for error in errors.as_data():
            error.message = our_words(name, error)
    return form


def our_words(name: str, error: ValidationError) -> str:
    """Our sentence for what Django says of an empty, a too long or an ill-formed answer; else what was said."""
    is_empty = error.message == Field.default_error_messages["required"]
    if name in OUR_REQUESTS and (is_empty or (name == "email" and error.message == validate_email.message)):
        return OUR_REQUESTS[name]
    return TOO_LONG if error.code == "max_length" else error.message


@register.filter
def may_edit_profile(user, school: School) -> bool:
    """`{% if user|may_edit_profile:school %}`: whether to draw the way to the school's profile."""
    return can_edit_profile(user, school)
