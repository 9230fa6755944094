"""Documents of projects and groups: added hidden, shown by a moderator, removed at once."""

from datetime import datetime

from django.core.exceptions import PermissionDenied
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.db import transaction

from accounts import ledger
from partnerships.models import Document, DocumentState, Group, Project
from partnerships.permissions import can_add_document, can_moderate_document, can_remove_document

from .locking import locked, mirror, refuse
from .moving import to_be_read_again

MOST_DOCUMENTS = 5
NOT_YOURS = "Only those who may change this page may change its documents."
NO_ROOM = f"There are {MOST_DOCUMENTS} documents here already. Remove one that is no longer needed."


@transaction.atomic
def add_document(*, by, owner: Project | Group, title: str, content: bytes) -> Document:
    """Keep a PDF that was looked at (`clean_paper`), hidden until a moderator has read it. Sent twice it is kept once.

    Order: lock on the project or group, limit, row, file, a public project to be read again.
    Raises PermissionDenied, ValidationError beyond the limit.
    """
    stored = locked(owner)
    if not can_add_document(by, stored):
        raise PermissionDenied(NOT_YOURS)
    refuse("" if title.strip() else "Say what the document is.")
    there = list(stored.documents.all())
    same = [one for one in there if (one.title, one.bytes) == (title.strip()[:100], len(content))]
    if same and _read(same[0]) == content:
        return same[0]
    refuse(NO_ROOM if len(there) >= MOST_DOCUMENTS else "")
    kind = "project" if isinstance(stored, Project) else "group"
    document = Document(**{kind: stored}, title=title.strip()[:100], added_by=by, bytes=len(content))
    document.file.save("sent.pdf", ContentFile(content), save=False)
    try:
        document.save()
    except Exception:  # whatever stopped us, the file has no row to belong to
        default_storage.delete(document.file.name)
        raise
    if kind == "project":
        to_be_read_again(stored)
        mirror(owner, stored, ["read_at"])
    return document


@transaction.atomic
def show_document(*, by, document: Document) -> Document:
    """A moderator has read it: whoever sees the page may save it. Twice is once."""
    if not can_moderate_document(by, document):
        raise PermissionDenied("Only moderators who have no part in it show a document.")
    locked(document.owner)
    stored = locked(document)
    if not stored.is_public:
        stored.state = DocumentState.PUBLIC
        stored.save(update_fields=["state"])
    mirror(document, stored, ["state"])
    return document


@transaction.atomic
def remove_document(*, by, document: Document) -> None:
    """Take a document away for good, row and file, at once; from then on `document` has no key. Twice is once.

    Order: locks, the ledger that outlasts a restore, row, file.
    """
    if not can_remove_document(by, document):
        raise PermissionDenied(NOT_YOURS)
    locked(document.owner)
    stored = Document.objects.select_for_update(of=("self",)).filter(pk=document.pk).first()
    if stored is None:
        return
    ledger.note([_removed_mark(stored)])
    _remove(stored)
    mirror(document, stored, ["pk"])


@transaction.atomic
def remove_documents_again(erasures: dict[str, datetime]) -> int:
    """After a backup was restored: remove the documents that had been removed since. Returns how many."""
    kept = Document.objects.iterator(chunk_size=500)
    back = [one for one in kept if ledger.digest_of(_removed_mark(one)) in erasures]
    for document in back:
        _remove(document)
    return len(back)


def _remove(document: Document) -> None:
    name = document.file.name
    document.delete()
    transaction.on_commit(lambda: default_storage.delete(name))


def _removed_mark(document: Document) -> str:
    return f"removed document {document.key}"


def _read(document: Document) -> bytes:
    with document.file.open("rb") as file:
        return file.read()
