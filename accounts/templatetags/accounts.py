"""What the pages of people need: `{% load accounts %}`."""

from django import template
from django.forms import BaseForm

from accounts.addresses import domain_of, masked

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
}


@register.filter
def in_our_style(form: BaseForm) -> BaseForm:
    """allauth's form without placeholders, which repeat the label and vanish, and with our labels."""
    for field in form.fields.values():
        field.widget.attrs.pop("placeholder", None)
        field.label = OUR_LABELS.get(str(field.label), field.label)
    return form
