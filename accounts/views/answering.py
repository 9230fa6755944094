"""What the views of people share: how they bind, act and answer."""

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.views.decorators.cache import cache_control

from schools.models import School

private = cache_control(private=True, no_store=True)


def try_or_say(request: HttpRequest, action, **what) -> bool:
    """Do it; a trouble that came up meanwhile is said on the next page."""
    try:
        action(by=request.user, **what)
    except ValidationError as error:
        messages.error(request, error.messages[0])
        return False
    return True


def sent(request: HttpRequest):
    """What was sent, even when it is empty; None where the form is only shown."""
    return request.POST if request.method == "POST" else None


def back_to(school: School) -> HttpResponse:
    return redirect(f"{reverse('accounts:colleague_list')}#school-{school.pk}")
