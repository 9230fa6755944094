"""Who gets the file of a picture, and how harmless it is when it comes."""

import gzip

import pytest
from django.test import Client
from django.urls import reverse

from partnerships import actions
from partnerships.models import Project
from tests import factories, people

pytestmark = pytest.mark.django_db
POLICY = "default-src 'none'; sandbox"


@pytest.fixture
def project() -> Project:
    return factories.project(host=people.st_marys(), partners=[people.st_albans()], title="Bridge day")


def addresses(photo) -> list[str]:
    full = [photo.address("jpg", photo.width)]
    return [*full, *(photo.address(kind, width) for kind, width in photo.sizes)]


def test_every_file_of_a_public_picture_is_a_picture_and_nothing_else(client, project):
    photo = factories.photo(of=project, sizes=True)
    assert sorted({kind for kind, _ in photo.sizes}) == ["avif", "jpg", "webp"]
    for address in addresses(photo):
        answer = client.get(address)
        assert (
            answer["Content-Type"]
            == {"jpg": "image/jpeg", "webp": "image/webp", "avif": "image/avif"}[address[-4:].strip(".")]
        )
        assert (answer["X-Content-Type-Options"], answer["Content-Security-Policy"]) == ("nosniff", POLICY)
        assert answer["Content-Disposition"].startswith('inline; filename="picture.')
        assert answer["Cache-Control"] == "public, max-age=60"
        assert "Set-Cookie" not in answer and "Cookie" not in answer.get("Vary", "")
        assert client.get(address, headers={"if-none-match": answer["ETag"]}).status_code == 304


@pytest.mark.parametrize(
    ("state", "picture"), [("public", "hidden"), ("public", "held"), ("draft", "public"), ("unpublished", "public")]
)
def test_what_is_hidden_is_there_for_its_school_and_moderators_alone(project, state, picture):
    photo = factories.photo(of=project, sizes=True, state=picture)
    Project.objects.filter(pk=project.pk).update(state=state)
    cast = {
        None: 404, people.newcomer(): 404, people.lead_of_st_albans(): 404, people.lead_of_bootham(): 404,
        people.contributor_at_st_marys(): 200, people.lead_of_st_marys(): 200, people.moderator(): 200,
    }  # fmt: skip
    for person, expected in cast.items():
        visitor = Client()
        if person:
            visitor.force_login(person, backend="allauth.account.auth_backends.AuthenticationBackend")
        answers = [visitor.get(address) for address in addresses(photo)]
        assert {answer.status_code for answer in answers} == {expected}, person
        if expected == 200:
            assert {answer["Cache-Control"] for answer in answers} == {"private, no-store"}


def test_guessing_sizes_and_names_finds_nothing(client, project):
    photo = factories.photo(of=project, sizes=True)
    assert client.get(photo.src).status_code == 200
    for key, width, kind in [
        (photo.key, 481, "jpg"),
        (photo.key, 640, "svg"),
        (photo.key, 10**30, "jpg"),
        ("0" * 32, 480, "jpg"),
    ]:
        assert client.get(f"/pictures/{key}/{width}.{kind}").status_code == 404
    assert client.get(f"/pictures/{photo.key}/").status_code == 404


def test_a_file_that_is_lost_is_a_404(client, project):
    photo = factories.photo(of=project)
    photo.image.storage.delete(photo.image.name)
    assert client.get(photo.src).status_code == 404


def test_the_page_offers_what_there_is_with_its_size(client, project):
    plain, full = factories.photo(of=project, caption="Nothing made yet"), factories.photo(of=project, sizes=True)
    page = client.get(project.get_absolute_url()).content.decode()
    assert f'src="{plain.src}" width="640" height="480"' in page
    assert f'<source type="image/avif" srcset="{full.address("avif", 480)} 480w"' in page
    assert page.index("image/avif") < page.index("image/webp")
    assert page.count('loading="lazy"') >= 2
    assert plain.key in page and page.count(plain.key) == 2  # its file, and the way to have it hidden


def test_hidden_pictures_are_on_the_page_for_its_school_alone(client, sign_in, project):
    photo = factories.photo(of=project, state="hidden")
    assert photo.key not in client.get(project.get_absolute_url()).content.decode()
    page = sign_in(people.lead_of_st_marys()).get(project.get_absolute_url()).content.decode()
    assert photo.key in page and "Waiting for a moderator" in page


def test_eight_pictures_cost_no_more_questions_than_one(client, project, django_assert_num_queries):
    for number in range(8):
        factories.photo(of=project, position=number, sizes=number == 0)
    with django_assert_num_queries(9):
        page = client.get(project.get_absolute_url())
    assert page.content.decode().count("<figure") == 8
    assert len(gzip.compress(page.content)) <= 12_000


def test_a_full_page_asks_thirteen_questions_however_many_are_alike(client, project, django_assert_num_queries):
    for _ in range(4):
        factories.project(host=people.bootham(), partners=[people.st_albans()])
    factories.photo(of=project)
    project.followed_from = factories.project(host=people.bootham())
    project.group = factories.group(members=[project.school])
    project.save()
    client.get(project.get_absolute_url())
    with django_assert_num_queries(13):
        page = client.get(project.get_absolute_url()).content.decode()
    assert "More like this" in page and "Began from" in page and "Part of" in page and "<figure" in page


def test_the_first_public_picture_is_the_cover_on_cards(client, project):
    other = factories.project(host=people.bootham(), partners=[people.st_albans()])
    factories.photo(of=other, state="hidden", position=1)
    second = factories.photo(of=other, position=2, alt="Two flasks")
    other.refresh_from_db()
    assert other.cover == second
    page = client.get(project.get_absolute_url()).content.decode()
    assert f'src="{second.src}"' in page
    actions.hold_photo(photo=second, reason="me")
    assert second.key not in client.get(project.get_absolute_url()).content.decode()
    assert client.get(reverse("home")).status_code == 200


def test_a_store_that_cannot_be_read_answers_that_we_are_away(client, project, settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path
    photo, paper = factories.photo(of=project), factories.document(of=project)
    client.raise_request_exception = False
    for address, file in ((photo.address("jpg", photo.width), photo.image), (paper.get_absolute_url(), paper.file)):
        stored = tmp_path / file.name
        stored.unlink()
        assert client.get(address).status_code == 404
        stored.mkdir()  # nobody can read a folder as a file
        answer = client.get(address)
        assert (answer.status_code, answer["Retry-After"]) == (503, "120")
        assert "We are away for a moment." in answer.content.decode()
