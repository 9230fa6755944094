"""A card that both schools have filled to the last letter prints on one side of A4, and can be read there."""

import re
from datetime import date

import pytest

from partnerships.models import COMMITMENTS, AgreementCard
from schools.models import School
from tests import factories, people

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
SMALLEST_POINTS = 9
LONG_NAME = "The Bishop of Winchester and Saint Alban’s Catholic and Church of England Voluntary Aided Primary School"
WORDS = "The office of the host books a coach with belts for sixty pupils and eight adults two weeks before each day. "

SMALLEST_TEXT = """() => {
  const sizes = [];
  const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  while (walker.nextNode()) {
    const box = walker.currentNode.parentElement;
    if (walker.currentNode.data.trim() && box.checkVisibility() && !box.matches('.visually-hidden, .visually-hidden *'))
      sizes.push(parseFloat(getComputedStyle(box).fontSize) * 72 / 96);
  }
  return Math.min(...sizes);
}"""


@pytest.fixture(params=[" ", "\n"], ids=["one long line", "a line for each word"])
def card(request, live_server) -> AgreementCard:
    """Given every answer as long as its box takes, between two schools with long names."""
    people.lead_of_st_albans()
    people.lead_of_st_marys()
    School.objects.update(name=LONG_NAME)
    project = factories.project(host=people.st_marys(), partners=[people.st_albans()], title=WORDS[:100])
    longest = {name: AgreementCard._meta.get_field(name).max_length for name in COMMITMENTS}
    answers = {name: (WORDS * 6).replace(" ", request.param)[:length] for name, length in longest.items() if length}
    part = project.participations.get(role="partner")
    return AgreementCard.objects.create(participation=part, review_on=date(2027, 9, 1), **answers)


def test_a_full_card_is_one_side_of_a4(card, new_page):
    page = new_page()
    part = card.participation
    page.goto(f"/accounts/login/?next=/projects/{part.project.slug}/partners/{part.pk}/agreement/")
    page.get_by_label("E-mail").fill("lead@stmarys.example")
    page.get_by_label("Password", exact=False).first.fill(people.PASSWORD)
    page.get_by_role("main").get_by_role("button", name="Sign in").click()
    page.get_by_role("heading", name="Agreement card").wait_for()
    page.wait_for_load_state("networkidle")  # with its style sheets and fonts
    printed = page.pdf(format="A4", prefer_css_page_size=True)
    assert len(re.findall(rb"/Type\s*/Page\b", printed)) == 1
    if new_page.has_javascript:
        page.emulate_media(media="print")
        assert page.evaluate(SMALLEST_TEXT) >= SMALLEST_POINTS
