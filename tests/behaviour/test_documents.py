"""A PDF that helps others: added by its school, read by a moderator, saved by everybody, removed at once."""

import io
import zipfile

import pytest
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.core.management import call_command
from django.urls import reverse
from django.utils import timezone

from accounts.models import Erasure, Membership
from messaging.actions import end_freeze, freeze_school
from partnerships import actions
from partnerships.models import Decision, Document, Project
from partnerships.moderation import queue_for
from schools_together.pictures.keeping import files_below
from tests import factories, papers, people

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def own_folder(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path


@pytest.fixture
def project():
    return factories.project(host=people.st_marys(), partners=[people.st_albans()])


def page_of(owner) -> str:
    kind = "group" if hasattr(owner, "coordinators") else "project"
    return reverse(f"partnerships:{kind}_documents", args=[owner.slug])


def add(client, owner, content: bytes | None = None, name: str = "plan.pdf", title: str = "Plan"):
    file = papers.upload(papers.pdf() if content is None else content, name)
    return client.post(page_of(owner), {"title": title, "document": file})


def decide(client, project, document: Document, word: str, decision: str = "pictures"):
    """A moderator opens the desk, which shows the project, and says a word about its document."""
    page = reverse("admin:partnerships_project_change", args=[project.pk])
    form = client.get(page).context["form"]
    seen = {name: form.initial[name] for name in ("seen", "seen_state")}
    return client.post(page, {**seen, "decision": decision, f"document_{document.key}": word}, follow=True)


def zipped() -> bytes:
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w") as archive:
        archive.writestr("run.exe", b"MZ")
    return made.getvalue()


def stored() -> list[str]:
    return list(files_below("documents"))


def test_a_document_is_hidden_until_a_moderator_has_read_it(sign_in, client, project):
    assert add(sign_in(people.lead_of_st_marys()), project).status_code == 302
    document = Document.objects.get()
    assert (document.state, document.title, document.project) == ("hidden", "Plan", project)
    assert client.get(document.get_absolute_url()).status_code == 200
    client.logout()
    assert client.get(document.get_absolute_url()).status_code == 404
    assert document.key not in client.get(project.get_absolute_url()).content.decode()

    for _ in range(2):
        decide(sign_in(people.moderator()), project, document, "show")
    assert Decision.objects.get().kind == "show-paper"
    client.logout()
    answer = client.get(document.get_absolute_url())
    assert answer.content == papers.pdf()
    assert document.get_absolute_url() in client.get(project.get_absolute_url()).content.decode()


def test_one_more_on_a_public_page_brings_it_back_to_the_desk(sign_in, project):
    moderator = people.moderator()
    Project.objects.update(read_at=timezone.now())
    assert [line.project for line in queue_for(moderator)[0]] == []
    add(sign_in(people.lead_of_st_marys()), project)
    assert Project.objects.get().read_at is None
    page = sign_in(moderator).get(reverse("admin:partnerships_project_desk"), follow=True).content.decode()
    assert "Document: Plan" in page
    assert f'<a href="{Document.objects.get().get_absolute_url()}">Save and read: Plan</a>' in page
    decide(sign_in(moderator), project, Document.objects.get(), "leave", "read")
    assert (Document.objects.get().state, Project.objects.get().read_at is None) == ("hidden", False)
    assert [line.project for line in queue_for(moderator)[0]] == [project], "it waits until it is decided"
    decide(sign_in(moderator), project, Document.objects.get(), "show")
    assert [line.project for line in queue_for(moderator)[0]] == []


def test_a_document_that_came_meanwhile_was_not_read(sign_in, project):
    page = reverse("admin:partnerships_project_change", args=[project.pk])
    client = sign_in(people.moderator())
    form = client.get(page).context["form"]
    seen = {name: form.initial[name] for name in ("seen", "seen_state")}
    actions.add_document(by=people.lead_of_st_marys(), owner=project, title="Plan", content=papers.pdf())
    Project.objects.update(read_at=None)
    answer = client.post(page, {**seen, "decision": "read"}, follow=True).content.decode()
    assert "The school has changed the text since you opened this page." in answer
    assert Project.objects.get().read_at is None


def test_a_moderator_removes_one_for_good_or_shows_it_and_takes_that_back(
    sign_in, project, django_capture_on_commit_callbacks
):
    moderator = people.moderator()
    first, second = (factories.document(of=project, state="hidden", title=title) for title in ("One", "Two"))
    with django_capture_on_commit_callbacks(execute=True):
        decide(sign_in(moderator), project, first, "remove")
    assert (list(Document.objects.all()), default_storage.exists(first.file.name)) == ([second], False)
    removed = Decision.objects.get()
    assert (removed.kind, removed.may_be_undone) == ("remove-paper", False)
    decide(sign_in(moderator), project, second, "show")
    actions.undo_decision(by=moderator, decision=Decision.objects.get(kind="show-paper"))
    second.refresh_from_db()
    assert (second.state, Project.objects.get().state) == ("hidden", "public")


def test_it_is_handed_out_to_be_saved_and_may_do_nothing(client, project):
    answer = client.get(factories.document(of=project, title="Plan für “alle”\u202e").get_absolute_url())
    assert answer["Content-Disposition"] == 'attachment; filename="plan-fur-alle.pdf"'
    assert answer["Content-Type"] == "application/pdf"
    assert answer["X-Content-Type-Options"] == "nosniff"
    assert answer["Content-Security-Policy"] == "default-src 'none'; sandbox"


HOSTILE = {
    "a page renamed": (b"<!DOCTYPE html><script>alert(1)</script>", "We cannot read this as a PDF."),
    "a page before it": (b"<script>alert(1)</script>" + papers.pdf(), "We cannot read this as a PDF."),
    "a page behind it": (papers.pdf() + b"<script>alert(1)</script>", "Something else hangs on this PDF."),
    "an archive": (zipped(), "We cannot read this as a PDF."),
    "an archive behind it": (papers.pdf() + zipped(), "Something else hangs on this PDF."),
    "only its head": (b"%PDF-1.4\n", "We cannot read this as a PDF."),
    "cut off": (papers.pdf()[:-40], "We cannot read this as a PDF."),
    "a table that is elsewhere": (b"%PDF-1.4\n/Root\nstartxref\n3\n%%EOF\n", "We cannot read this as a PDF."),
    "6 MB": (papers.pdf("x" * 6 * 1024 * 1024), "This document is larger than 5 MB."),
    "empty": (b"", "empty"),
    "a script": (papers.pdf(catalog="/OpenAction << /S /JavaScript /JS (app.alert(1)) >>"), "does something by itself"),
    "a hidden script": (papers.pdf(catalog="/OpenAction << /S /J#61vaScript >>"), "does something by itself"),
    "a packed script": (papers.pdf(more=papers.packed(b"<< /S /JavaScript >>")), "does something by itself"),
    "a program": (papers.pdf(catalog="/AA << /S /Launch /F (cmd.exe) >>"), "does something by itself"),
    "a file inside": (papers.pdf(catalog="/Names << /EmbeddedFiles 9 0 R >>"), "does something by itself"),
    "a lock": (papers.pdf(catalog="/Encrypt 9 0 R"), "locked by a password"),
    "a bomb": (papers.pdf(more=papers.packed(bytes(30 * 1024 * 1024))), "We cannot read this as a PDF."),
}


@pytest.mark.parametrize(("content", "sentence"), HOSTILE.values(), ids=HOSTILE.keys())
def test_what_is_no_plain_pdf_is_refused_and_nothing_stays(sign_in, project, content, sentence):
    answer = add(sign_in(people.lead_of_st_marys()), project, content)
    assert answer.status_code == 422
    assert sentence in answer.content.decode()
    assert (Document.objects.count(), stored()) == (0, [])


@pytest.mark.parametrize(
    ("name", "title"),
    [
        ("../../etc/passwd.pdf", "passwd"),
        ("plan\u202efdp.exe.pdf", "planfdp.exe"),
        ("C:\\letters\\To parents.pdf", "To parents"),
        (".pdf", "pdf"),
        ("x" * 300 + ".pdf", None),
    ],
)
def test_a_hostile_name_is_made_safe_and_is_no_part_of_any_path(sign_in, project, name, title):
    assert add(sign_in(people.lead_of_st_marys()), project, name=name, title="").status_code == 302
    document = Document.objects.get()
    assert title is None or document.title == title
    assert len(document.title) <= 100
    assert document.file.name == f"documents/{document.key[:2]}/{document.key}.pdf"


def test_five_are_enough_and_the_same_one_twice_is_one(sign_in, project):
    client = sign_in(people.lead_of_st_marys())
    for number in (1, 2, 3, 4, 5, 5):
        assert add(client, project, title=f"Plan {number}").status_code == 302
    assert Document.objects.count() == 5
    assert len(stored()) == 5
    answer = client.post(page_of(project), {"title": "Plan 6", "document": papers.upload(papers.pdf("Six"))})
    assert "There are 5 documents here already." in answer.content.decode()


def test_removing_takes_the_file_at_once_and_twice_is_once(sign_in, project, django_capture_on_commit_callbacks):
    document = factories.document(of=project)
    client = sign_in(people.contributor_at_st_marys())
    with django_capture_on_commit_callbacks(execute=True):
        assert client.post(reverse("partnerships:document_remove", args=[document.key])).status_code == 302
    assert client.post(reverse("partnerships:document_remove", args=[document.key])).status_code == 404
    assert (Document.objects.count(), default_storage.exists(document.file.name)) == (0, False)


def test_what_was_removed_after_a_backup_is_removed_again(
    project, settings, tmp_path, django_capture_on_commit_callbacks
):
    settings.ERASURE_LEDGER = str(tmp_path / "erasures.txt")
    stays, goes = factories.document(of=project, title="Plan"), factories.document(of=project, title="Letter")
    columns = {field.attname: getattr(goes, field.attname) for field in Document._meta.concrete_fields}
    with django_capture_on_commit_callbacks(execute=True):
        actions.remove_document(by=people.lead_of_st_marys(), document=goes)
    Erasure.objects.all().delete()
    Document.objects.create(**columns)  # the backup of before; the file is back, too
    default_storage.save(columns["file"].name, ContentFile(b"back"))
    told = io.StringIO()
    with django_capture_on_commit_callbacks(execute=True):
        call_command("erase_again", stdout=told)
    assert "Documents removed again: 1." in told.getvalue()
    assert Document.objects.get() == stays
    assert stored() == [stays.file.name]


def test_a_coordinator_keeps_those_of_a_group(sign_in, client):
    group = factories.group(members=[people.bootham()])
    group.coordinators.add(people.lead_of_bootham())
    assert add(sign_in(people.lead_of_bootham()), group).status_code == 302
    document = group.documents.get()
    desk = sign_in(people.moderator())
    desk.post(reverse("admin:partnerships_document_changelist"), {"action": "show", "_selected_action": [document.pk]})
    client.logout()
    assert document.get_absolute_url() in client.get(group.get_absolute_url()).content.decode()


def test_others_add_and_remove_nothing(sign_in, client, project):
    document = factories.document(of=project)
    remove = reverse("partnerships:document_remove", args=[document.key])
    assert add(client, project).status_code == 302
    assert client.post(remove).url.startswith("/accounts/login/")
    for somebody in (people.lead_of_bootham(), people.newcomer(), people.lead_of_st_albans()):
        assert add(sign_in(somebody), project).status_code == 404
        assert client.post(remove).status_code == 404
    assert add(sign_in(people.contributor_at_st_marys()), project).status_code == 403
    assert list(Document.objects.all()) == [document]


def test_a_moderator_of_the_school_itself_decides_nothing(sign_in, project):
    document = factories.document(of=project, state="hidden")
    moderator = people.moderator()
    Membership.objects.create(user=moderator, school=people.st_marys(), job_title="Bursar", state="active", role="lead")
    desk = sign_in(moderator)
    desk.post(reverse("admin:partnerships_document_changelist"), {"action": "show", "_selected_action": [document.pk]})
    document.refresh_from_db()
    assert document.state == "hidden"


def test_a_scanner_is_asked_where_one_is_set(sign_in, project, settings):
    settings.PICTURE_SCANNER = "false"
    answer = add(sign_in(people.lead_of_st_marys()), project)
    assert "Our scanner found something dangerous in this file." in answer.content.decode()
    assert stored() == []


def test_a_store_that_takes_nothing_is_told_and_nothing_is_half_kept(sign_in, project, settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path / "a file, no folder"
    settings.MEDIA_ROOT.write_text("")
    answer = add(sign_in(people.lead_of_st_marys()), project)
    assert answer.status_code == 422
    assert "We could not keep the file just now. Nothing was saved." in answer.content.decode()
    assert Document.objects.count() == 0


def test_while_its_school_is_stopped_nobody_else_saves_it(sign_in, client, project):
    document = factories.document(of=project)
    assert client.get(document.get_absolute_url()).status_code == 200
    freeze = freeze_school(by=people.moderator(), school=people.st_marys(), reason="Presses others for money.")
    assert client.get(document.get_absolute_url()).status_code == 404
    assert sign_in(people.lead_of_st_marys()).get(document.get_absolute_url()).status_code == 200
    end_freeze(by=people.moderator(), freeze=freeze)
    client.logout()
    assert client.get(document.get_absolute_url()).status_code == 200


def test_both_schools_keep_the_documents_of_a_shared_draft(sign_in):
    draft = actions.start_draft(
        by=people.lead_of_st_marys(), school=people.st_marys(), title="Together", shared_with=people.st_albans()
    )
    partner = sign_in(people.lead_of_st_albans())
    assert add(partner, draft).status_code == 302
    document = Document.objects.get()
    assert partner.get(document.get_absolute_url()).status_code == 200
    assert partner.post(reverse("partnerships:document_remove", args=[document.key])).status_code == 302
    assert not Document.objects.exists()
