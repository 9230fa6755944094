"""The admin opens: list, add and change of every model, for those who may."""

import pytest
from django.contrib import admin
from django.urls import reverse

from tests import people

from .world import make_world

pytestmark = pytest.mark.django_db


def pages_of(model, user, rf):
    """The addresses of one model's list, form for a new one, and form of the first one that there is."""
    request = rf.get("/admin/")
    request.user = user
    model_admin = admin.site._registry[model]
    base = f"admin:{model._meta.app_label}_{model._meta.model_name}"
    if model_admin.has_view_or_change_permission(request):
        yield reverse(f"{base}_changelist")
        if (first := model_admin.get_queryset(request).first()) is not None:
            yield reverse(f"{base}_change", args=[first.pk])
    if model_admin.has_add_permission(request):
        yield reverse(f"{base}_add")


@pytest.mark.parametrize("role", ["moderator", "superuser"])
def test_every_page_of_the_admin_opens(role, sign_in, rf):
    user = make_world().people[role]
    client = sign_in(user)
    opened = [page for model in admin.site._registry for page in pages_of(model, user, rf)]
    assert len(opened) > 20
    assert {page: client.get(page).status_code for page in opened} == dict.fromkeys(opened, 200)


@pytest.mark.parametrize("person", [people.newcomer, people.lead_of_st_marys])
def test_nobody_else_enters_the_admin(person, sign_in):
    assert sign_in(person()).get("/admin/").status_code in (302, 403)


def test_a_visitor_of_the_admin_is_sent_to_the_log_in(client):
    answer = client.get("/admin/", follow=True)
    assert answer.redirect_chain[-1] == ("/accounts/login/?next=%2Fadmin%2F", 302)
