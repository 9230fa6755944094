"""Documents of projects and groups: the page on which they are kept, and the file."""

import logging

from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from partnerships import actions
from partnerships.actions.documents import MOST_DOCUMENTS
from partnerships.finding import own_project_for
from partnerships.forms.documents import AddDocumentForm
from partnerships.models import Document, Group, Project
from partnerships.permissions import (
    can_add_document,
    can_coordinate_group,
    can_moderate_document,
    can_remove_document,
    can_see_document,
)
from schools_together.pictures.keeping import NOT_KEPT, store_troubles
from schools_together.pictures.papers import paper_response
from schools_together.ui.forms import status_of

logger = logging.getLogger(__name__)


@login_not_required  # whoever may see the page may save its documents
@require_safe
def document_file(request: HttpRequest, key: str) -> HttpResponse:
    """A document, to be saved, for whoever may see the page that it stands on."""
    document = get_object_or_404(Document.objects.select_related("project__school", "group"), key=key)
    public = document.is_on_a_public_page
    if not (public or can_see_document(request.user, document)):
        raise Http404("No such document.")
    return paper_response(request, document.file.name, called=document.saved_as, public=public)


@require_http_methods(["GET", "HEAD", "POST"])
def project_documents(request: HttpRequest, slug: str) -> HttpResponse:
    """The documents of one's own project."""
    return _page(request, own_project_for(request, slug))


@require_http_methods(["GET", "HEAD", "POST"])
def group_documents(request: HttpRequest, slug: str) -> HttpResponse:
    """The documents of a group that one coordinates."""
    group = get_object_or_404(Group.objects.visible_to(request.user), slug=slug)
    if not can_coordinate_group(request.user, group):
        raise PermissionDenied("Only the coordinators of this group keep its documents.")
    return _page(request, group)


@require_POST
def document_remove(request: HttpRequest, key: str) -> HttpResponse:
    """Take a document away for good, with one press."""
    document = Document.objects.select_related("project__school", "group").filter(key=key).first()
    if document is None or not can_remove_document(request.user, document):
        raise Http404("No such document.")
    if can_moderate_document(request.user, document):
        actions.decide_piece(by=request.user, piece=document, shown=False)
    else:
        actions.remove_document(by=request.user, document=document)
    messages.success(request, "The document is removed.")
    return redirect(_address(document.owner))


def _page(request: HttpRequest, owner: Project | Group) -> HttpResponse:
    form = AddDocumentForm(request.POST, request.FILES) if request.method == "POST" else AddDocumentForm()
    if request.method == "POST" and not can_add_document(request.user, owner):
        raise PermissionDenied(actions.documents.NOT_YOURS)
    if request.method == "POST" and form.is_valid() and _added(request, owner, form):
        return redirect(_address(owner))
    documents = list(owner.documents.all())
    context = {
        "owner": owner,
        "documents": documents,
        "form": form,
        "may_add": can_add_document(request.user, owner) and len(documents) < MOST_DOCUMENTS,
    }
    return render(request, "partnerships/documents.html", context, status=status_of(form))


def _added(request: HttpRequest, owner: Project | Group, form: AddDocumentForm) -> bool:
    typed = form.cleaned_data
    try:
        actions.add_document(by=request.user, owner=owner, title=typed["title"], content=typed["document"])
    except ValidationError as trouble:
        form.add_error("document", trouble)
        return False
    except store_troubles():
        logger.exception("A document could not be kept.")
        form.add_error("document", NOT_KEPT)
        return False
    messages.success(request, "The document is there. A moderator reads it before others can.")
    return True


def _address(owner: Project | Group) -> str:
    kind = "project" if isinstance(owner, Project) else "group"
    return reverse(f"partnerships:{kind}_documents", args=[owner.slug])
