"""The admin opens: list, add and change of every model, for those who may."""

import re

import pytest
from django.contrib import admin
from django.db.models import EmailField
from django.urls import reverse
from django.urls.resolvers import RoutePattern

from accounts.models import Membership, User
from schools.models import School
from tests import people

from .world import make_world

pytestmark = pytest.mark.django_db
LOG_INS = ("/accounts/login/", "/admin/login/")


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


def guesses(model):
    """Questions in an address that would tell a secret letter by letter: through every way from a table to a person."""
    if model is User:
        yield from (
            "password__startswith",
            "email__startswith",
            "emailaddress__email__startswith",
            "authenticator__data",
        )
    for field in model._meta.get_fields():
        if field.name in ("digest", "link_key"):
            yield f"{field.name}__startswith"
        # Where somebody asks for an answer, moderators read the address anyway.
        if isinstance(field, EmailField) and model is not User and field.name != "reply_to":
            yield f"{field.name}__startswith"
        if field.is_relation and field.related_model is User:
            for secret in ("password", "email", "emailaddress__email", "authenticator__data", "decisions__reason"):
                yield f"{field.name}__{secret}__startswith"


@pytest.mark.parametrize("role", ["moderator", "superuser"])
def test_no_address_of_the_admin_guesses_at_a_persons_secrets(role, sign_in):
    client = sign_in(make_world().people[role])
    lists = {model: reverse(f"admin:{model._meta.app_label}_{model._meta.model_name}_changelist")
             for model in admin.site._registry}  # fmt: skip
    asked = [(lists[model], guess) for model in lists for guess in guesses(model)]
    assert len(asked) > 20
    told = [(page, guess) for page, guess in asked if client.get(page, {guess: "a"}).status_code not in (400, 403)]
    assert told == []


def test_nobody_deletes_people_or_schools_by_the_dozen(sign_in, rf):
    request = rf.get("/admin/")
    request.user = people.superuser()
    for model in (User, School, Membership):
        assert "delete_selected" not in admin.site._registry[model].get_actions(request)
        assert not admin.site._registry[model].has_delete_permission(request)


def addresses_of_the_admin(patterns=None) -> set[str]:
    """Every address below /admin/, those of Django and ours, with "1" for each of its parts."""
    found = set()
    for pattern in admin.site.get_urls() if patterns is None else patterns:
        if hasattr(pattern, "url_patterns"):
            before = str(pattern.pattern)
            found |= {f"{before}{below}" for below in addresses_of_the_admin(pattern.url_patterns)}
        elif isinstance(pattern.pattern, RoutePattern):  # the others are the pages of one app, and what is nowhere
            found.add(re.sub(r"<[^>]*>", "1", str(pattern.pattern)))
    return found | {f"{model._meta.app_label}/" for model in admin.site._registry}


def is_closed(answer) -> bool:
    """Refused, or sent to the log-in."""
    return answer.status_code in (403, 404, 405) or answer.get("Location", "").partition("?")[0] in LOG_INS


@pytest.mark.parametrize("role", ["visitor", "newcomer", "contributor", "lead", "partner", "stranger"])
@pytest.mark.parametrize("method", ["get", "post", "put", "delete"])
def test_every_address_of_the_admin_is_closed_to_everybody_but_moderators(role, method, client):
    world = make_world()
    if role != "visitor":
        client.force_login(world.people[role])
    addresses = addresses_of_the_admin() - {"login/", "logout/"}
    assert {"partnerships/project/1/redact/", "partnerships/project/1/undo/1/", "autocomplete/"} <= addresses
    assert [one for one in addresses if not is_closed(getattr(client, method)(f"/admin/{one}"))] == []
    before = world.public.version, world.public.state
    world.public.refresh_from_db()
    assert (world.public.version, world.public.state) == before


# django-simple-history 3.13 asks so on its page of a thing's history; Django 6.1 warns, 7 will refuse.
@pytest.mark.filterwarnings("ignore:Calling select_related.. with no arguments")
def test_the_same_addresses_are_open_to_moderators(sign_in):
    client = sign_in(make_world().people["moderator"])
    assert sum(not is_closed(client.get(f"/admin/{one}")) for one in addresses_of_the_admin()) > 40
