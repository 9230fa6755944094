"""What does not belong on a public page is pointed out before it is public, and never refused."""

import re

import pytest
from django.urls import reverse

from partnerships.models import Project
from tests import factories, people
from tests.behaviour.test_posting_a_project import NEW, answers, edit_page, trusted

pytestmark = pytest.mark.django_db

NAMED = "Our Year 5 pupil Tom built a rocket."


def looked(page) -> dict:
    """What the button of a page with warnings sends along."""
    body = page.content.decode()
    hidden = dict(re.findall(r'name="(looked|version)" value="([^"]+)"', body))
    return {"looked": hidden["looked"], "version": hidden["version"]}


def test_a_likely_name_is_shown_at_its_field_and_the_draft_is_kept(sign_in):
    trusted(people.st_marys())
    page = sign_in(people.lead_of_st_marys()).post(NEW, answers(send="1", story=NAMED))
    body = page.content.decode()
    assert page.status_code == 200
    assert "“Tom” may be the name of a pupil. Leave pupils’ names out." in body
    assert '<a href="#id_story">What happens?</a>' in body
    assert "Send it as it is" in body
    assert (Project.objects.get().state, Project.objects.get().story) == ("draft", NAMED)


def test_pressing_again_sends_it_as_it_is(sign_in):
    trusted(people.st_marys())
    client = sign_in(people.lead_of_st_marys())
    page = client.post(NEW, answers(send="1", story=NAMED))
    project = Project.objects.get()
    client.post(edit_page(project), answers(send="1", story=NAMED, **looked(page)))
    project.refresh_from_db()
    assert project.state == "public"


def test_a_new_trouble_is_shown_again(sign_in):
    trusted(people.st_marys())
    client = sign_in(people.lead_of_st_marys())
    page = client.post(NEW, answers(send="1", story=NAMED))
    project = Project.objects.get()
    again = client.post(
        edit_page(project), answers(send="1", story=NAMED, impact="THIS WAS A GREAT DAY", **looked(page))
    )
    assert "is in capitals, which is hard to read" in again.content.decode()
    project.refresh_from_db()
    assert project.state == "draft"


@pytest.mark.parametrize(
    ("field", "text", "sentence"),
    [
        ("impact", "ring 01223 123 456", "looks like a phone number"),
        ("steps", "Ask: write to jo@school.example", "looks like an e-mail address"),
        ("our_gains", "Come to our open day", "sounds like an advertisement for a school"),
        ("need", "THIS IS VERY IMPORTANT", "is in capitals"),
        ("background", "See https://school.example", "leads away from this site"),
    ],
)
def test_every_kind_in_every_text_is_pointed_out(sign_in, field, text, sentence):
    page = sign_in(people.lead_of_st_marys()).post(NEW, answers(send="1", **{field: text}))
    assert sentence in page.content.decode()
    assert Project.objects.get().state == "draft"


def test_with_an_address_in_it_a_moderator_reads_even_a_trusted_school_first(sign_in):
    trusted(people.st_marys())
    client = sign_in(people.lead_of_st_marys())
    form = answers(send="1", story="Write to jo@school.example")
    page = client.post(NEW, form)
    project = Project.objects.get()
    client.post(edit_page(project), {**form, **looked(page)})
    project.refresh_from_db()
    assert project.state == "waiting"


def test_what_is_public_changes_only_after_a_look(sign_in):
    project = factories.project(host=people.st_marys(), partners=[people.st_albans()])
    client = sign_in(people.lead_of_st_marys())
    page = client.post(edit_page(project), answers(version=1, story=NAMED))
    assert "may be the name of a pupil" in page.content.decode()
    project.refresh_from_db()
    assert project.story == ""
    client.post(edit_page(project), answers(story=NAMED, **looked(page)))
    project.refresh_from_db()
    assert project.story == NAMED
    assert client.post(edit_page(project), answers(version=project.version, story=NAMED)).status_code == 302


def test_the_school_sees_the_warnings_on_its_page_and_nobody_else_does(sign_in, client):
    project = factories.project(host=people.st_marys(), waiting=[people.st_albans()], state="draft", story=NAMED)
    assert (
        "may be the name of a pupil"
        in sign_in(people.lead_of_st_marys()).get(project.get_absolute_url()).content.decode()
    )
    as_everybody = client.get(f"{project.get_absolute_url()}?as=everybody").content.decode()
    assert "may be the name of a pupil" not in as_everybody
    Project.objects.update(state="public", published_at=project.created_at)
    client.logout()
    assert "may be the name of a pupil" not in client.get(project.get_absolute_url()).content.decode()


def test_the_preview_is_the_page_that_everybody_will_see(sign_in, client):
    project = factories.project(host=people.st_marys(), waiting=[people.st_albans()], state="draft")
    preview = sign_in(people.lead_of_st_marys()).get(f"{project.get_absolute_url()}?as=everybody").content.decode()
    assert "This is how everybody will see it." in preview
    Project.objects.update(state="public", published_at=project.created_at)
    client.logout()
    public = client.get(project.get_absolute_url()).content.decode()
    assert article(preview) == article(public)
    assert "1 partner, waiting to confirm" in article(public)


def article(body: str) -> str:
    """The words of the page's article, without what the preview says of itself."""
    text = re.sub(r"<[^>]+>", " ", body[body.index("<article>") : body.index("</article>")])
    return " ".join(re.sub(r"This is how everybody will see it\.\s+Back to your school’s view", "", text).split())


def test_one_like_it_of_the_same_school_is_shown(sign_in):
    project = factories.project(host=people.st_marys(), title="Chemistry in a real laboratory")
    factories.project(host=people.bootham(), title="Chemistry in a real lab")
    people.lead_of_bootham()
    client = sign_in(people.lead_of_st_marys())
    client.post(NEW, answers())
    body = client.get(edit_page(Project.objects.get(state="draft"))).content.decode()
    assert "Does your school have this already?" in body
    notice = body[body.index("data-similar") :][:900]
    assert f'href="{project.get_absolute_url()}"' in notice
    assert notice.count("<li>") == 1


def test_long_texts_are_shown_in_good_order(client):
    project = factories.project(
        host=people.st_marys(), story="**Goggles** on:\n\n- red cabbage\n- vinegar\n\n<b>no</b>"
    )
    body = client.get(project.get_absolute_url()).content.decode()
    assert "<p><strong>Goggles</strong> on:</p>" in body
    assert "<li>red cabbage</li>" in body
    assert "&lt;b&gt;no&lt;/b&gt;" in body
    assert project.title in client.get(reverse("partnerships:project_list"), {"q": "goggles"}).content.decode()
