"""Every page that moderators work on: accessible, valid, and without sideways scrolling on a narrow screen."""

import pytest
from django.contrib import admin
from django.db import transaction
from django.urls import reverse
from django.utils import timezone

from messaging.actions import close_report, freeze_school, report_concern
from messaging.models import Enquiry
from partnerships import actions
from schools.models import RegisterImport, Trust
from schools_together.outbox.jobs import write_job
from schools_together.outbox.models import Bounce
from tests import factories, people
from tests.house.test_admin import pages_of
from tests.house.world import make_world

from .looking import Look
from .test_every_page import signed_in_context

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

DESK = reverse("admin:partnerships_project_desk")
# What Django's own templates and its copy of Select2 draw, each by rule and place; nothing of ours may hide here.
OF_DJANGO = {
    ("label-title-only", "#searchbar"): "the label of the search box is a picture with alt text",
    ("empty-table-header", ".tabular th"): "the first and the last column of a table of inlines have no words",
    ("scrollable-region-focusable", ".tabular .wrapper"): "a table of inlines without links scrolls inside its box",
    ("label", ".select2-search__field"): "the box that Select2 types into has a role and no name",
    ("list", ".select2-selection__rendered"): "Select2 puts its box into the list of what is chosen",
}
# The same for the checker. It is asked for errors alone, since those templates close "void" elements.
HTML_OF_DJANGO = [
    "An “input” element with a “type” attribute whose value is “hidden” must not have any “aria-\\*” attributes.",
    "The first “option” element in a “select” element with a “required” attribute.*",  # Select2 fetches the others
]
CHECKER_OPTIONS = ["--errors-only", "--filterpattern", "|".join(HTML_OF_DJANGO)]
LOOKS = [("light", 1280), ("light", 320)]


@pytest.fixture
def world():
    """Everything that a moderator may have to do with: each table of the admin has a row."""
    world, moderator = make_world(), people.moderator()
    marys, albans = people.st_marys(), people.st_albans()
    message = world.enquiry.messages.get()
    report_concern(page=world.public.get_absolute_url(), reason="other", text="A wrong name.", project=world.public)
    closed = report_concern(by=people.lead_of_st_marys(), page=world.enquiry.get_absolute_url(), reason="conduct",
                            message=message)  # fmt: skip
    close_report(by=moderator, report=closed, decision="Because it hurts.")
    world.things["closed"] = closed
    lonely = factories.school(name="Lonely School")
    factories.enquiry(from_school=albans, to_school=lonely)
    Enquiry.objects.filter(to_school=lonely).update(opened_at=timezone.now() - timezone.timedelta(days=30))
    factories.enquiry(from_school=albans, to_school=marys, standing="held", held_because="Many links.")
    freeze_school(by=moderator, school=people.bootham(), reason="Messages that press others for money.")
    waiting = {"host": marys, "partners": [albans], "state": "waiting", "published_at": None}
    changed = factories.project(**waiting, title="Changed one", story="A bridge of wood.")
    actions.approve_project(by=people.superuser(), project=changed)
    actions.save_draft(by=people.lead_of_st_marys(), project=changed, changes={"story": "A bridge of steel."})
    factories.photo(of=changed, alt="A bridge", state="hidden")
    factories.project(**waiting, title="New one", sent_at=timezone.now())
    Trust.objects.create(uid="1", name="The Ouse Trust", kind="Multi-academy trust")
    counts = dict.fromkeys(("rows", "new", "changed", "closed", "unchanged", "refused"), 1)
    RegisterImport.objects.create(nation="england", file_name="register.csv", **counts)
    with transaction.atomic():
        write_job("reindex", key="reindex")
    Bounce.objects.create(address="gone@stmarys.example", words="No such mailbox.")
    return world


def lists_and_one_form_of_each_kind(pages: dict) -> list[str]:
    """Every list, and the form of one thing for each class of ModelAdmin: some tables share one."""
    kinds = {type(admin.site._registry[model]): addresses[1] for model, addresses in pages.items()}
    return [*(addresses[0] for addresses in pages.values()), *kinds.values()]


def test_every_page_of_the_admin_is_accessible_and_valid(world, chromium, live_server, rf, tmp_path):
    look, user = Look(tmp_path, LOOKS, OF_DJANGO, CHECKER_OPTIONS), world.people["moderator"]
    pages = {model: list(pages_of(model, user, rf)) for model in admin.site._registry}
    assert [model.__name__ for model in pages if len(pages[model]) < 2] == []
    context = signed_in_context(chromium, live_server, user)
    page = context.new_page()
    for address in [reverse("admin:index"), DESK, *lists_and_one_form_of_each_kind(pages)]:
        assert page.goto(address).status == 200, address
        look(page)
    page.goto(DESK)
    look.after(page, lambda: page.get_by_role("button", name="Decide, then the next one").click(), is_error=False)
    page.get_by_role("link", name="Take words out, of older versions, too").click()
    look(page)
    look.after(page, lambda: page.get_by_role("button", name="Take them out for good").click())
    page.goto(reverse("admin:messaging_report_change", args=[world.closed.pk]))
    look.after(page, lambda: page.get_by_role("button", name="Read the reported message").click(), is_error=False)
    context.close()
    assert look.verdict() == ""
