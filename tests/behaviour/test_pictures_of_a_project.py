"""A school adds pictures to its project, from a phone or a desk, and takes them away again."""

from datetime import timedelta

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.urls import reverse

from partnerships import actions
from partnerships.actions import photos as photo_actions
from partnerships.jobs import make_photo_sizes
from partnerships.models import Photo, Project
from partnerships.publishable import missing_to_publish
from schools_together.outbox.models import Job
from schools_together.pictures.cleaning import clean_picture
from schools_together.pictures.keeping import files_below, sweep
from schools_together.pictures.limits import MOST_BYTES_AT_ONCE
from tests import factories, people, pictures

pytestmark = pytest.mark.django_db
CLEAN = clean_picture(pictures.upload(pictures.jpeg()))


@pytest.fixture
def draft() -> Project:
    return factories.project(
        host=people.st_marys(), partners=[people.st_albans()], state="draft", published_at=None, title="Bridge day"
    )


def page_of(project: Project) -> str:
    return reverse("partnerships:project_pictures", args=[project.slug])


def add(client, project: Project, *contents: bytes, consent: bool = True, **more):
    files = [pictures.upload(content, f"photo-{number}.jpg") for number, content in enumerate(contents)]
    form = {"what": "add", "pictures": files, **({"has_consent": "on"} if consent else {}), **more}
    return client.post(page_of(project), form)


def added(by, project: Project, number: int = 1) -> list[Photo]:
    return actions.add_photos(by=by, project=project, pictures=[CLEAN] * number, has_consent=True)


def stored() -> list[str]:
    return list(files_below("photos"))


def test_two_photographs_at_once_wait_for_a_moderator(sign_in, draft):
    client = sign_in(people.contributor_at_st_marys())
    answer = add(client, draft, pictures.jpeg(4000, 3000), pictures.HEIC)
    assert answer.status_code == 302
    first, second = draft.photos.all()
    assert [(photo.state, photo.position, photo.consent_by) for photo in (first, second)] == [
        ("hidden", 1, people.contributor_at_st_marys()),
        ("hidden", 2, people.contributor_at_st_marys()),
    ]
    assert (first.width, first.height, second.width, second.height) == (1600, 1200, 64, 48)
    assert first.consent_at is not None
    assert Job.objects.filter(kind="photo sizes").count() == 2
    assert "2 pictures are there. Now say what can be seen." in client.get(page_of(draft)).content.decode()


def test_without_consent_nothing_is_kept(sign_in, draft):
    answer = add(sign_in(people.lead_of_st_marys()), draft, pictures.jpeg(), consent=False)
    assert answer.status_code == 422
    assert "Tick this box once everybody in the pictures has agreed." in answer.content.decode()
    assert (draft.photos.count(), stored()) == (0, [])
    with pytest.raises(ValidationError, match="everybody in the pictures has agreed"):
        actions.add_photos(by=people.lead_of_st_marys(), project=draft, pictures=[CLEAN], has_consent=False)


def test_a_good_picture_is_kept_though_another_was_not(sign_in, draft):
    client = sign_in(people.lead_of_st_marys())
    add(client, draft, pictures.jpeg(), pictures.SVG)
    page = client.get(page_of(draft)).content.decode()
    assert "“photo-1.jpg”: We cannot read this as a picture." in page
    assert "The picture is there." in page
    assert draft.photos.count() == 1


@pytest.mark.parametrize("what", pictures.refused())
def test_hostile_files_leave_nothing_behind(sign_in, draft, what):
    answer = add(sign_in(people.lead_of_st_marys()), draft, pictures.refused()[what])
    assert answer.status_code == 422
    assert (draft.photos.count(), stored()) == (0, [])


@pytest.mark.parametrize("name", pictures.HOSTILE_NAMES)
def test_hostile_names_reach_neither_path_nor_header(sign_in, draft, name):
    client = sign_in(people.lead_of_st_marys())
    file = pictures.upload(pictures.jpeg(), "plain.jpg")
    file._name = name
    answer = client.post(page_of(draft), {"what": "add", "pictures": [file], "has_consent": "on"})
    if answer.status_code == 422:  # a name that is none, like "..": as if no file had been chosen
        assert (draft.photos.count(), stored()) == (0, [])
        return
    photo = draft.photos.get()
    assert stored() == [f"photos/{photo.key[:2]}/{photo.key}/full.jpg"]
    shown = client.get(photo.src)
    assert shown["Content-Disposition"] == 'inline; filename="picture.jpg"'


def test_what_is_too_large_is_refused_by_its_size(sign_in, draft):
    client = sign_in(people.lead_of_st_marys())
    answer = add(client, draft, pictures.jpeg() + b"\0" * 13_000_000)
    assert "This picture is larger than 12 MB. Choose a smaller one." in answer.content.decode()
    large = client.post(
        page_of(draft), b"", content_type="multipart/form-data; boundary=x", CONTENT_LENGTH=str(MOST_BYTES_AT_ONCE + 1)
    )
    assert large.status_code == 413
    assert "That is too large." in large.content.decode()


def test_a_store_that_takes_nothing_is_told_and_nothing_is_half_kept(sign_in, draft, settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path / "a file, no folder"
    settings.MEDIA_ROOT.write_text("")
    answer = add(sign_in(people.lead_of_st_marys()), draft, pictures.jpeg())
    assert answer.status_code == 422
    assert "We could not keep the file just now. Nothing was saved." in answer.content.decode()
    assert (Photo.objects.count(), Job.objects.count()) == (0, 0)


def test_nine_pictures_are_one_too_many(sign_in, draft):
    added(people.lead_of_st_marys(), draft, 7)
    answer = add(sign_in(people.lead_of_st_marys()), draft, pictures.jpeg(), pictures.jpeg())
    assert "A project has at most 8 pictures, and this one has 7." in answer.content.decode()
    assert (draft.photos.count(), len(stored())) == (7, 7)


def test_a_person_and_a_school_have_limits(draft, monkeypatch):
    lead = people.lead_of_st_marys()
    added(lead, draft, 2)
    monkeypatch.setattr(photo_actions, "MOST_A_DAY", 3)
    with pytest.raises(ValidationError, match="You have added 2 pictures today. Go on tomorrow."):
        added(lead, draft, 2)
    monkeypatch.setattr(photo_actions, "MOST_BYTES_OF_A_SCHOOL", 3 * len(CLEAN.content) - 1)
    with pytest.raises(ValidationError, match="fill the space that each school has"):
        added(lead, draft, 1)
    assert len(stored()) == 2


def test_words_and_order(sign_in, draft):
    one, other = added(people.lead_of_st_marys(), draft, 2)
    client = sign_in(people.contributor_at_st_marys())
    form = {
        "what": "tell",
        f"{one.key}-alt": "Three pairs of hands build a bridge",
        f"{one.key}-position": "1",
        f"{other.key}-is_decorative": "on",
        f"{other.key}-caption": "Emily Watson and the bridge",
        f"{other.key}-position": "1",
    }
    page = client.post(page_of(draft), form, follow=True).content.decode()
    assert "“Emily Watson” may be the name of a pupil." in page
    assert list(draft.photos.values_list("alt", "is_decorative", "position")) == [
        ("", True, 1),
        ("Three pairs of hands build a bridge", False, 2),
    ]


def test_a_picture_without_words_is_asked_for_them(sign_in, draft):
    (photo,) = added(people.lead_of_st_marys(), draft)
    answer = sign_in(people.lead_of_st_marys()).post(
        page_of(draft), {"what": "tell", f"{photo.key}-position": "1", f"{photo.key}-caption": "The bridge"}
    )
    assert answer.status_code == 422
    assert "Say in a few words what the picture shows, or tick “decorative”." in answer.content.decode()
    assert "The bridge" in answer.content.decode()
    assert ("photos", "Say what each picture shows, or mark it as decorative.") in missing_to_publish(draft)


def test_removing_takes_every_file_at_once_and_twice_is_once(sign_in, draft, django_capture_on_commit_callbacks):
    (photo,) = added(people.lead_of_st_marys(), draft)
    make_photo_sizes(photo.pk)
    assert len(stored()) == 1 + 2 * 3 - 3
    client = sign_in(people.contributor_at_st_marys())
    address = reverse("partnerships:photo_remove", args=[draft.slug, photo.key])
    assert client.get(address).status_code == 405
    for _ in range(2):
        with django_capture_on_commit_callbacks(execute=True):
            client.post(address)
    photo.refresh_from_db()
    assert (photo.state, photo.alt, photo.files, stored()) == ("removed", "", [], [])
    assert client.get(reverse("partnerships:photo_file", args=[photo.key, 640, "jpg"])).status_code == 404


def test_sizes_of_a_picture_that_was_removed_meanwhile_do_not_stay(draft, django_capture_on_commit_callbacks):
    (photo,) = added(people.lead_of_st_marys(), draft)
    with django_capture_on_commit_callbacks(execute=True):
        actions.remove_photo(by=people.lead_of_st_marys(), photo=photo)
    make_photo_sizes(photo.pk)
    assert stored() == []


def test_strangers_change_nothing(sign_in, draft):
    (photo,) = added(people.lead_of_st_marys(), draft)
    client = sign_in(people.lead_of_st_albans())
    assert add(client, draft, pictures.jpeg()).status_code == 404
    assert client.post(reverse("partnerships:photo_remove", args=[draft.slug, photo.key])).status_code == 404
    for act in (
        lambda by: actions.remove_photo(by=by, photo=photo),
        lambda by: actions.tell_photo(by=by, photo=photo, alt="Mine", is_decorative=False),
        lambda by: added(by, draft),
        lambda by: actions.show_photo(by=by, photo=photo),
    ):
        with pytest.raises(PermissionDenied):
            act(people.lead_of_st_albans())
    assert (draft.photos.count(), len(stored())) == (1, 1)


def test_a_public_page_gets_pictures_from_leads_alone_and_is_read_again(sign_in):
    project = factories.project(host=people.st_marys(), partners=[people.st_albans()], read_at="2026-10-01T10:00Z")
    assert add(sign_in(people.contributor_at_st_marys()), project, pictures.jpeg()).status_code == 403
    added(people.lead_of_st_marys(), project)
    project.refresh_from_db()
    assert project.read_at is None


def test_the_night_sweeps_what_belongs_to_nothing(draft):
    added(people.lead_of_st_marys(), draft)
    default_storage.save("photos/aa/left-behind/full.jpg", ContentFile(b"left by a killed request"))
    assert (sweep(), len(stored())) == (0, 2)  # too young: it may belong to somebody who is writing just now
    assert (sweep(timedelta(0)), len(stored())) == (1, 1)
    assert sweep(timedelta(0)) == 0
