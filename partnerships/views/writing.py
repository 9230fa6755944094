"""Writing a project: one page, saved as a draft or sent for publication."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods

from accounts.permissions import is_lead, schools_led_by, schools_of
from partnerships import actions
from partnerships.finding import own_project_for
from partnerships.forms.partners import PartnerPickForm
from partnerships.forms.projects import ProjectForm
from partnerships.forms.together import Together
from partnerships.models import Project
from partnerships.permissions import can_edit_project, can_send_project
from partnerships.publishable import NO_PARTNER, NO_STAGES, missing_in_words
from schools_together.ui.forms import status_of

from .projects import sent_words

PARTS = [
    ("The project", "part-project"),
    ("Who does it together", "part-who"),
    ("How it runs", "part-runs"),
    ("What comes of it", "part-comes"),
    ("Keeping pupils safe", "part-safe"),
    ("More, if you have time", "part-more"),
]


@require_http_methods(["GET", "HEAD", "POST"])
def project_new(request: HttpRequest) -> HttpResponse:
    """Post a project: an empty page, then a draft."""
    if not schools_of(request.user):
        return render(request, "partnerships/join_first.html", {"to_do": "post a project"}, status=403)
    return _form_page(request, None)


@require_http_methods(["GET", "HEAD", "POST"])
def project_edit(request: HttpRequest, slug: str) -> HttpResponse:
    """Go on with a project of one's own school."""
    project = own_project_for(request, slug)
    if not can_edit_project(request.user, project):
        raise PermissionDenied("This project is public, so only a lead of your school may change it.")
    return _form_page(request, project)


def _form_page(request: HttpRequest, project: Project | None) -> HttpResponse:
    """Bind, act, answer. What was typed always comes back; a draft is kept even where sending is refused."""
    form, pick = _forms(request, project)
    saved, meanwhile = None, []
    if request.method == "POST" and not Together(form, pick).are_valid():
        _tell_all(request, form, pick, project)
    elif request.method == "POST":
        try:
            saved = _save(request, form, pick, project)
        except actions.EditedMeanwhile as trouble:
            form.add_error(None, trouble)
            stored = Project.objects.get(pk=project.pk)
            meanwhile = _differences(form, stored)
            form.seen(stored.version)
        except ValidationError as trouble:
            Together(form, pick).tell(trouble)
    if saved and (answer := _answer(request, form, pick, saved)):
        return answer
    context = _context(request, form, pick, saved or project, meanwhile)
    return render(request, "partnerships/project_form.html", context, status=status_of(form, pick))


def _tell_all(request: HttpRequest, form: ProjectForm, pick: PartnerPickForm, project: Project | None) -> None:
    """Where something typed was wrong and it was to be sent: what is missing, too, so that one look is enough."""
    if "send" not in request.POST:
        return
    missing = missing_in_words(form.instance)
    if not form.cleaned_data.get("stages"):
        missing.append(("stages", NO_STAGES))
    alone = project is None or not project.participations.exclude(school=project.school).exists()
    if alone and pick.is_valid() and not pick.names_somebody:
        missing.append(("partner_search", NO_PARTNER))
    told = {*form.errors, *pick.errors}
    new = {name: [sentence] for name, sentence in missing if name not in told}
    Together(form, pick).tell(ValidationError(new))


def _forms(request: HttpRequest, project: Project | None) -> tuple[ProjectForm, PartnerPickForm]:
    data = request.POST if request.method == "POST" else None
    own = project.participations.filter(school=project.school).first() if project else None
    form = ProjectForm(data, schools=schools_of(request.user), instance=project, own=own)
    return form, PartnerPickForm(data, is_optional=True)


@transaction.atomic
def _save(request: HttpRequest, form: ProjectForm, pick: PartnerPickForm, project: Project | None) -> Project:
    """Everything on the page in one transaction: the draft, its words, our part, and a partner if one was named."""
    by, version = request.user, form.cleaned_data["version"]
    if project is None:
        typed = form.cleaned_data
        project = actions.start_draft(
            by=by, school=typed["posting_school"], title=typed["title"], role=typed["our_role"] or "host",
            token=typed["token"],
        )  # fmt: skip
        version = None
    actions.save_draft(by=by, project=project, changes=form.changes(), version=version, years=form.figures())
    own = project.participations.filter(school=project.school).first()
    if own:
        actions.tell_part(by=by, participation=own, **form.our_part())
    if pick.names_somebody:
        actions.name_partner(by=by, project=project, **pick.partner())
    return project


def _answer(request: HttpRequest, form: ProjectForm, pick: PartnerPickForm, project: Project) -> HttpResponse | None:
    """To the page of the project; None where it was to be sent and something is missing, told at the fields."""
    if "send" not in request.POST:
        messages.success(request, "Saved." if project.is_public else "Draft saved.")
        return redirect(project)
    try:
        actions.send_for_publication(by=request.user, project=project)
    except ValidationError as trouble:
        Together(form, pick).tell(trouble)
        form.seen(project.version)
        return None
    messages.success(request, sent_words(project))
    return redirect(project)


def _differences(form: ProjectForm, stored: Project) -> list[tuple[str, str]]:
    """(label, what is stored now) of each text that the other person wrote otherwise."""
    rows = []
    for name in form.changed_data:
        was = getattr(stored, name, None)
        if isinstance(was, str) and was and was != form.cleaned_data.get(name):
            rows.append((form.fields[name].label, was))
    return rows


def _context(request, form, pick, project: Project | None, meanwhile: list) -> dict:
    may_send = can_send_project(request.user, project) if project else schools_led_by(request.user).exists()
    return {
        "form": form,
        "pick": pick if not (project and pick.is_bound and pick.is_valid()) else PartnerPickForm(is_optional=True),
        "together": Together(form, pick),
        "project": project,
        "parts": project.participations.for_cards().exclude(school=project.school) if project else [],
        "sections": PARTS,
        "meanwhile": meanwhile,
        "may_send": may_send and not (project and project.is_readable),
        "is_lead": is_lead(request.user, project.school) if project else may_send,
    }
