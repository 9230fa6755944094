"""A parent without an account asks for a picture to be taken down: it is gone in the same moment."""

from datetime import timedelta
from io import StringIO

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.core.management import call_command
from django.urls import reverse
from django.utils import timezone

from accounts.models import Erasure
from partnerships import actions
from partnerships.models import Photo, TakeDown
from partnerships.views import photos as photo_views
from schools_together.outbox.models import Letter
from tests import factories, people

pytestmark = pytest.mark.django_db
WORDS = "My daughter Zanzibar is in it."


@pytest.fixture
def photo() -> Photo:
    people.lead_of_st_marys(), people.contributor_at_st_marys(), people.moderator()
    project = factories.project(host=people.st_marys(), partners=[people.st_albans()], title="Bridge day")
    return factories.photo(of=project, sizes=True)


def address_of(photo: Photo) -> str:
    return reverse("partnerships:photo_take_down", args=[photo.key])


def addresses(photo: Photo) -> list[str]:
    return [photo.address("jpg", photo.width), *(photo.address(kind, width) for kind, width in photo.sizes)]


def test_it_is_hidden_at_once_everywhere_in_every_size(client, photo):
    page = photo.project.get_absolute_url()
    assert address_of(photo) in client.get(page).content.decode()
    assert {client.get(address).status_code for address in addresses(photo)} == {200}

    answer = client.post(address_of(photo), {"reason": "child"}, follow=True)

    assert "Nobody can see it any more." in answer.content.decode()
    assert {client.get(address).status_code for address in addresses(photo)} == {404}
    assert photo.key not in client.get(page).content.decode()
    photo.project.refresh_from_db()
    assert photo.project.cover is None


def test_school_and_moderators_are_told_and_nobody_learns_who_asked(client, sign_in, photo):
    client.post(address_of(photo), {"reason": "child", "words": WORDS, "reply_to": "parent@home.example"})
    letters = {letter.to: letter for letter in Letter.objects.all()}
    assert set(letters) == {"lead@stmarys.example", "moderator@sample.example"}
    assert not any("Zanzibar" in letter.text or "parent@" in letter.text for letter in letters.values())
    sign_in(people.lead_of_st_marys())
    page = client.get(reverse("partnerships:project_pictures", args=[photo.project.slug])).content.decode()
    assert "Hidden: somebody asked us to take it down" in page
    assert "Zanzibar" not in page and "parent@" not in page


def test_a_reason_is_enough_and_without_one_nothing_is_hidden(client, photo):
    answer = client.post(address_of(photo), {"words": WORDS})
    assert answer.status_code == 422
    assert "Choose a reason. “Another reason” is enough." in answer.content.decode()
    assert WORDS in answer.content.decode()
    assert client.get(photo.src).status_code == 200


def test_looking_at_the_page_hides_nothing(client, photo):
    assert client.get(address_of(photo)).status_code == 200
    assert client.get(photo.src).status_code == 200


def test_asking_twice_writes_to_nobody_twice(client, photo):
    for _ in range(2):
        actions.hold_photo(photo=photo, reason="me")
    assert (TakeDown.objects.count(), Letter.objects.count()) == (2, 2)


def test_pressing_twice_or_coming_back_says_that_it_is_hidden(client, photo):
    for answer in (
        client.post(address_of(photo), {"reason": "child"}, follow=True),
        client.post(address_of(photo), {"reason": "child"}, follow=True),
        client.get(address_of(photo), follow=True),
    ):
        assert "Nobody can see it any more." in answer.content.decode()
        assert photo.key not in answer.content.decode()
    assert TakeDown.objects.count() == 1


def test_what_is_hidden_already_tells_strangers_nothing(client, photo):
    assert client.get(address_of(photo)).status_code == 200
    Photo.objects.update(state="hidden")
    assert client.get(address_of(photo)).status_code == 404
    assert client.post(address_of(photo), {"reason": "me"}).status_code == 404


def test_one_client_cannot_empty_the_site(client, photo, monkeypatch):
    monkeypatch.setattr(photo_views, "MOST_HIDDEN", 1)
    other = factories.photo(of=photo.project)
    client.post(address_of(photo), {"reason": "other"})
    answer = client.post(address_of(other), {"reason": "other"})
    assert answer.status_code == 429
    assert "That was a lot in an hour." in answer.content.decode()
    assert client.get(other.src).status_code == 200


def test_a_moderator_shows_it_again_or_removes_it_for_good(client, photo, django_capture_on_commit_callbacks):
    actions.hold_photo(photo=photo, reason="other", reply_to="parent@home.example")
    with pytest.raises(PermissionDenied):
        actions.show_photo(by=people.lead_of_st_marys(), photo=photo)
    actions.show_photo(by=people.moderator(), photo=photo)
    assert client.get(photo.src).status_code == 200
    assert TakeDown.objects.get().answered_at is not None
    src = photo.src
    with django_capture_on_commit_callbacks(execute=True):
        actions.remove_photo(by=people.moderator(), photo=photo)
    assert client.get(src).status_code == 404
    with pytest.raises(ValidationError, match="This picture is gone already."):
        actions.hold_photo(photo=photo, reason="other")


def test_the_night_forgets_who_asked_a_month_after_the_answer(photo):
    actions.hold_photo(photo=photo, reason="other", words=WORDS, reply_to="parent@home.example")
    call_command("nightly", verbosity=0)
    assert TakeDown.objects.get().reply_to == "parent@home.example"
    TakeDown.objects.update(answered_at=timezone.now() - timedelta(days=31))
    call_command("nightly", verbosity=0)
    assert (TakeDown.objects.get().reply_to, TakeDown.objects.get().words) == ("", "")


def test_the_night_removes_pictures_whose_consent_has_ended(client, photo, django_capture_on_commit_callbacks):
    today = timezone.localdate()
    Photo.objects.update(consent_until_on=today)
    call_command("nightly", verbosity=0)
    assert client.get(photo.src).status_code == 200
    Photo.objects.update(consent_until_on=today - timedelta(days=1))
    with django_capture_on_commit_callbacks(execute=True):
        call_command("nightly", verbosity=0)
    assert client.get(photo.src).status_code == 404
    assert Letter.objects.get(key__startswith="photo expired").to == "lead@stmarys.example"


@pytest.fixture
def ledger(settings, tmp_path):
    settings.ERASURE_LEDGER = str(tmp_path / "erasures.txt")
    return tmp_path / "erasures.txt"


def erase_again() -> str:
    told = StringIO()
    call_command("erase_again", stdout=told)
    return told.getvalue()


def restore(photo: Photo, **back) -> None:
    """The tables as a backup of before has them; the files are back, too."""
    TakeDown.objects.all().delete()
    Letter.objects.all().delete()
    Erasure.objects.all().delete()
    Photo.objects.filter(pk=photo.pk).update(state="public", removed_at=None, **back)


def test_what_was_taken_down_after_a_backup_is_hidden_again_once_it_is_restored(
    client, photo, ledger, django_capture_on_commit_callbacks
):
    with django_capture_on_commit_callbacks(execute=True):
        client.post(address_of(photo), {"reason": "child"})
    restore(photo)
    assert client.get(photo.src).status_code == 200
    assert "Pictures taken away again: 1." in erase_again()
    assert client.get(photo.src).status_code == 404
    assert set(Letter.objects.values_list("to", flat=True)) == {"lead@stmarys.example", "moderator@sample.example"}
    actions.show_photo(by=people.moderator(), photo=Photo.objects.get())
    assert "Pictures taken away again: 0." in erase_again(), "what a moderator has shown stays"


def test_what_was_removed_after_a_backup_is_removed_again(client, photo, ledger, django_capture_on_commit_callbacks):
    before = {name: getattr(photo, name) for name in ("image", "sizes", "alt")}
    with django_capture_on_commit_callbacks(execute=True):
        actions.remove_photo(by=people.lead_of_st_marys(), photo=photo)
    assert "Pictures taken away again: 0." in erase_again()
    restore(photo, **before)
    default_storage.save(before["image"].name, ContentFile(b"back"))
    with django_capture_on_commit_callbacks(execute=True):
        assert "Pictures taken away again: 1." in erase_again()
    assert Photo.objects.get().state == "removed"
    assert not default_storage.exists(before["image"].name)


def test_a_picture_that_nobody_minds_stays_after_a_restore(photo, ledger):
    assert "Pictures taken away again: 0." in erase_again()
    assert Photo.objects.get().state == "public"
