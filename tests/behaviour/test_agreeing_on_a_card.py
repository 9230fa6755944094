"""Twelve commitments that two schools settle between them: filled by either, agreed by both, seen by nobody else."""

import pytest
from django.db import IntegrityError, transaction
from django.urls import reverse

from partnerships import actions
from partnerships.forms.agreements import LABELS
from partnerships.models import COMMITMENTS, AgreementCard, Project
from tests import factories, people

pytestmark = pytest.mark.django_db

SECRET = "zanzibarcanary"


@pytest.fixture
def project() -> Project:
    people.lead_of_st_marys()
    people.lead_of_st_albans()
    return factories.project(host=people.st_marys(), partners=[people.st_albans()], title="Chemistry in a real lab")


def address(project, name="agreement") -> str:
    return reverse(f"partnerships:{name}", args=[project.slug, project.participations.get(role="partner").pk])


def filled(**more) -> dict:
    return {name: f"{name} {SECRET}" for name in COMMITMENTS} | {"review_on": "09/2027", "version": 0} | more


@pytest.fixture
def card(project, sign_in) -> AgreementCard:
    sign_in(people.contributor_at_st_marys()).post(address(project, "agreement_edit"), filled())
    return AgreementCard.objects.get()


def agree(client, project, school, version):
    return client.post(address(project), {"school": school.pk, "version": version}, follow=True)


def both_agree(sign_in, project, card):
    for lead, school in (
        (people.lead_of_st_marys(), people.st_marys()),
        (people.lead_of_st_albans(), people.st_albans()),
    ):
        agree(sign_in(lead), project, school, card.version)
    card.refresh_from_db()


def test_there_are_twelve():
    assert len(COMMITMENTS) == len(LABELS) == 12


def test_either_side_fills_it_and_both_agree(sign_in, project, card):
    body = sign_in(people.lead_of_st_albans()).get(address(project)).content.decode()
    assert body.count(SECRET) == 11
    assert "has not agreed yet" in body
    both_agree(sign_in, project, card)
    assert card.is_agreed
    assert (card.posting_agreed_by, card.named_agreed_by) == (people.lead_of_st_marys(), people.lead_of_st_albans())
    assert sign_in(people.lead_of_st_marys()).get(address(project)).content.decode().count("agreed on") == 2


def test_what_the_project_says_already_is_proposed(sign_in, project):
    Project.objects.update(transport="On foot, ten minutes.", cost="free")
    body = sign_in(people.lead_of_st_marys()).get(address(project, "agreement_edit")).content.decode()
    assert "On foot, ten minutes." in body
    assert "Free to partner" in body
    assert not AgreementCard.objects.exists()


def test_any_change_opens_both_agreements_again(sign_in, project, card):
    both_agree(sign_in, project, card)
    client = sign_in(people.lead_of_st_albans())
    client.post(address(project, "agreement_edit"), filled(version=card.version, money="We share the coach."))
    card.refresh_from_db()
    assert (card.posting_agreed_at, card.named_agreed_at, card.money) == (None, None, "We share the coach.")


def test_saving_what_is_there_already_opens_nothing(sign_in, project, card):
    both_agree(sign_in, project, card)
    sign_in(people.lead_of_st_albans()).post(address(project, "agreement_edit"), filled(version=card.version))
    card.refresh_from_db()
    assert card.is_agreed


def test_a_card_with_an_empty_line_is_not_agreed(sign_in, project):
    client = sign_in(people.lead_of_st_marys())
    client.post(address(project, "agreement_edit"), filled(insurance=""))
    assert "Agree for" not in client.get(address(project)).content.decode()
    page = agree(client, project, people.st_marys(), 1)
    assert "Fill in all twelve lines first." in page.content.decode()
    assert AgreementCard.objects.get().posting_agreed_at is None


def test_nobody_agrees_to_what_they_have_not_read(sign_in, project, card):
    client = sign_in(people.lead_of_st_marys())
    actions.save_card(by=people.lead_of_st_albans(), participation=card.participation,
                      changes={"money": "You pay."}, version=card.version)  # fmt: skip
    page = agree(client, project, people.st_marys(), card.version)
    assert "This card has changed since you opened it. Read it again, then agree." in page.content.decode()
    assert AgreementCard.objects.get().posting_agreed_at is None


def test_two_who_write_at_once_keep_both_texts(sign_in, project, card):
    client = sign_in(people.lead_of_st_albans())
    client.post(address(project, "agreement_edit"), filled(version=card.version, money="Theirs."))
    page = client.post(address(project, "agreement_edit"), filled(version=card.version, money="Mine."))
    body = page.content.decode()
    assert "has changed this card since you opened it" in body
    assert "Theirs." in body
    assert "Mine." in body
    assert AgreementCard.objects.get().money == "Theirs."


@pytest.mark.parametrize("person", [people.lead_of_bootham, people.newcomer, people.moderator, people.superuser])
def test_nobody_else_knows_that_there_is_one(sign_in, project, card, person):
    assert sign_in(people.lead_of_st_albans()).get(address(project)).status_code == 200
    for name in ("agreement", "agreement_edit"):
        assert sign_in(person()).get(address(project, name)).status_code == 404
        assert sign_in(person()).post(address(project, name), filled()).status_code == 404


def test_a_contributor_fills_and_does_not_agree(sign_in, project, card):
    client = sign_in(people.contributor_at_st_marys())
    assert "Agree for" not in client.get(address(project)).content.decode()
    answer = client.post(address(project), {"school": people.st_marys().pk, "version": card.version})
    assert answer.status_code == 403
    assert "Only a lead may agree for the school." in answer.content.decode()


def test_nobody_agrees_for_the_other_school(sign_in, project, card):
    client = sign_in(people.lead_of_st_marys())
    for school in (people.st_albans(), people.bootham()):
        assert agree(client, project, school, card.version).status_code == 403
    card.refresh_from_db()
    assert card.named_agreed_at is None


def test_agreeing_twice_is_agreeing_once_and_reading_agrees_nothing(sign_in, project, card):
    client = sign_in(people.lead_of_st_marys())
    client.get(f"{address(project)}?school={people.st_marys().pk}&version={card.version}")
    card.refresh_from_db()
    assert card.posting_agreed_at is None
    for _ in range(2):
        agree(client, project, people.st_marys(), card.version)
    assert card.history.filter(history_change_reason="Agreed").count() == 1


def test_a_named_school_reads_it_once_asked_and_agrees_once_confirmed(sign_in):
    project = factories.project(host=people.st_marys(), waiting=[people.st_albans()], state="draft")
    actions.save_card(by=people.lead_of_st_marys(), participation=project.participations.get(role="partner"),
                      changes={"money": "None."}, version=0)  # fmt: skip
    client = sign_in(people.lead_of_st_albans())
    assert client.get(address(project)).status_code == 404
    Project.objects.update(state="waiting")
    assert client.get(address(project)).status_code == 200
    assert agree(client, project, people.st_albans(), 1).status_code == 403


def test_after_leaving_the_card_is_read_and_no_longer_changed(sign_in, project, card):
    part = project.participations.get(role="partner")
    actions.leave_project(by=people.lead_of_st_albans(), participation=part)
    client = sign_in(people.lead_of_st_albans())
    assert client.get(address(project)).status_code == 200
    answer = client.post(address(project, "agreement_edit"), filled(version=card.version, money="Changed."))
    assert answer.status_code == 403
    assert "the card stays as it is" in answer.content.decode()


def test_a_wrong_month_is_told_and_what_was_typed_stays(sign_in, project):
    page = sign_in(people.lead_of_st_marys()).post(address(project, "agreement_edit"), filled(review_on="soon"))
    assert page.status_code == 422
    assert "Enter a month and a year" in page.content.decode()
    assert SECRET in page.content.decode()
    assert not AgreementCard.objects.exists()


def test_the_database_holds_no_agreement_to_an_empty_card(project, card):
    with pytest.raises(IntegrityError, match="nobody_agrees_to_an_empty_card"), transaction.atomic():
        AgreementCard.objects.update(posting_agreed_at=card.changed_at, safeguarding="")
