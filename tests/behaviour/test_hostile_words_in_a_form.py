"""Twelve ways to smuggle script into every text of a project and of an agreement card: each is shown as words."""

from html.parser import HTMLParser

import pytest
from django.urls import reverse

from partnerships import actions
from partnerships.models import COMMITMENTS, Participation, Project
from partnerships.publishable import FREE_TEXT
from tests import factories, people
from tests.behaviour.test_posting_a_project import NEW, answers, edit_page
from tests.house.world import make_link

pytestmark = pytest.mark.django_db

PAYLOADS = [
    "<script>alert(9)</script>",
    "<img src=x onerror=alert(9)>",
    "<svg/onload=alert(9)>",
    "\"><script>alert(9)</script>",
    "' onmouseover='alert(9)",
    "[x](javascript:alert(9))",
    "[x](https://a.example \"onclick=alert(9)\")",
    "![x](https://evil.example/x.png)",
    "</textarea><script>alert(9)</script>",
    "</title><script>alert(9)</script>",
    "{{ 7|add:7 }}{% debug %}alert(9)",
    "<a href=\"data:text/html;base64,PHN2Zz4=\">alert(9)</a>",
]  # fmt: skip


class Faults(HTMLParser):
    """Reads a page as a browser does, and notes what of it would run or ask somebody else."""

    def __init__(self, body: str):
        super().__init__()
        self.found: list[str] = []
        self.feed(body)

    def handle_starttag(self, tag: str, attrs: list) -> None:
        values = {name: (value or "").strip().lower() for name, value in attrs}
        runs = tag == "script" and not (
            values.get("src", "").startswith("/static/") or "json" in values.get("type", "")
        )
        asks = tag in ("img", "iframe", "object", "embed") and not values.get("src", "").startswith("/")
        leads = values.get("href", "").startswith(("javascript:", "data:", "vbscript:"))
        if runs or asks or leads or any(name.startswith("on") for name in values):
            self.found.append(f"<{tag} {values}>")


def test_the_reader_sees_what_is_bad():
    assert len(Faults("<p onclick=a><script>b</script><img src=x><a href=' javascript:c'>d</a>").found) == 4


def posted(client, payload: str) -> Project:
    """A draft with the payload wherever the form takes words, as far as they fit."""
    texts = {}
    for name in FREE_TEXT:
        length = Project._meta.get_field(name).max_length
        texts[name] = payload[:length] if name != "summary" else f"{'Words. ' * 15}{payload}"
    texts["steps"] = f"{payload}: {payload}"
    more = dict.fromkeys(("our_gains", "our_gives", "partner-gains", "partner-gives"), payload)
    assert client.post(NEW, answers(**texts, **more)).status_code == 302
    return Project.objects.latest("pk")


@pytest.mark.parametrize("payload", PAYLOADS)
def test_what_is_typed_comes_back_as_words(sign_in, client, payload):
    people.lead_of_st_albans()
    project = posted(sign_in(people.lead_of_st_marys()), payload)
    assert project.story == payload
    part = project.participations.get(role="partner")
    words = {name: payload for name in COMMITMENTS if name != "review_on"}
    actions.save_card(by=people.lead_of_st_marys(), participation=part, changes=words, version=0)
    partners = reverse("partnerships:project_partners", args=[project.slug])
    card = reverse("partnerships:agreement", args=[project.slug, part.pk])
    wrong = client.post(edit_page(project), {"version": 0, "title": payload, "story": payload, "state_pupils": payload})
    pages = [wrong, *(client.get(page) for page in (edit_page(project), partners, card, f"{card}edit/"))]
    pages.append(client.get(project.get_absolute_url()))
    Project.objects.update(state="public", published_at=project.created_at)
    pages += answered_by_others(sign_in, client, project)
    assert [page.status_code for page in pages] == [422, *[200] * (len(pages) - 1)]
    assert [Faults(page.content.decode()).found for page in pages] == [[]] * len(pages)


def answered_by_others(sign_in, client, project: Project) -> list:
    """What the partner, its office, a moderator and a visitor get."""
    answer = reverse("partnerships:participation_answer", args=[project.slug])
    pages = [sign_in(people.lead_of_st_albans()).get(answer)]
    pages.append(sign_in(people.moderator()).get(reverse("admin:partnerships_project_change", args=[project.pk])))
    client.logout()
    pages.append(client.get(reverse("partnerships:participation_link", args=[make_link(project)])))
    Participation.objects.update(state="confirmed")
    factories.refresh(project)
    return [*pages, client.get(project.get_absolute_url()), client.get("/projects/"), client.get("/")]
