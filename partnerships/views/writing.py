"""Writing a project: one page, saved as a draft, handed over to a lead, or sent for publication."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods

from accounts.permissions import is_lead, is_member, schools_led_by, schools_of
from partnerships import actions
from partnerships.actions.publishing import sentences_by_field
from partnerships.finding import own_project_for
from partnerships.flagging import Seen, flags_of, key_of, was_looked_at
from partnerships.forms.partners import PartnerPickForm
from partnerships.forms.projects import ProjectForm
from partnerships.forms.together import Together
from partnerships.models import Project
from partnerships.permissions import can_edit_project, can_send_project
from partnerships.publishable import NO_PARTNER, NO_STAGES, missing_in_words, missing_to_publish
from schools_together.ui.forms import status_of
from schools_together.ui.kept_text import forget_text, keeps_text, kept_text

from .keeping import SAVES_BY_ITSELF
from .projects import sent_words
from .saving import doubles, forms_of, needed, not_saved, pick_of, save_typed

PARTS = [
    ("The project", "part-project"),
    ("Who does it together", "part-who"),
    ("How it runs", "part-runs"),
    ("What comes of it", "part-comes"),
    ("Keeping pupils safe", "part-safe"),
    ("More, if you have time", "part-more"),
]


@keeps_text
@require_http_methods(["GET", "HEAD", "POST"])
def project_new(request: HttpRequest) -> HttpResponse:
    """Post a project: an empty page, then a draft."""
    if not schools_of(request.user):
        return render(request, "partnerships/join_first.html", {"to_do": "post a project"}, status=403)
    return _form_page(request, None)


@keeps_text
@require_http_methods(["GET", "HEAD", "POST"])
def project_edit(request: HttpRequest, slug: str) -> HttpResponse:
    """Go on with a project of one's own school."""
    project = own_project_for(request, slug)
    if not can_edit_project(request.user, project):
        raise PermissionDenied("This project is public, so only a lead of your school may change it.")
    return _form_page(request, project)


def _form_page(request: HttpRequest, project: Project | None) -> HttpResponse:
    """Bind, act, answer. What was typed always comes back; a draft is kept even where sending is refused."""
    kept = None if request.method == "POST" or "stored" in request.GET else kept_text(request)
    form, pick = forms_of(request, project, request.POST if request.method == "POST" else kept)
    shown = {"meanwhile": [], "warnings": [], "kept": kept, "partly": None}
    saved = _saved(request, form, pick, project, shown) if request.method == "POST" else None
    if saved or shown["partly"]:
        forget_text(request)
    if saved and (answer := _answer(request, form, pick, saved, shown)):
        return answer
    context = _context(request, form, pick, saved or shown["partly"] or project, shown)
    status = status_of(form, pick) if request.method == "POST" else 200
    return render(request, "partnerships/project_form.html", context, status=status)


def _saved(request: HttpRequest, form: ProjectForm, pick: PartnerPickForm, project, shown: dict) -> Project | None:
    """The stored project; None where the page must say something first, which it then finds in forms and `shown`."""
    if not Together(form, pick).are_valid():
        shown["partly"] = _keep_what_is_understood(request, form, pick, project, shown)
        _tell_all(request, form, pick, shown["partly"] or project)
        return None
    if project and project.is_readable and (new := _new_flags(project, form)) and not was_looked_at(request.POST, new):
        shown["warnings"] = new
        return None
    return _stored(request, form, pick, project, shown)


def _keep_what_is_understood(request: HttpRequest, form: ProjectForm, pick, project, shown: dict) -> Project | None:
    """The draft with every answer that can be read; the others stay in their boxes. None where nothing was stored:
    without a title there is nothing to begin, and saving half of what everybody reads would publish it.
    """
    begun = project or not {"title", "posting_school"} & set(form.errors)
    return _stored(request, form, pick, project, shown) if begun and not (project and project.is_readable) else None


def _stored(request: HttpRequest, form: ProjectForm, pick: PartnerPickForm, project, shown: dict) -> Project | None:
    """Saved; None where somebody else was quicker, or an action refuses: then the page says why."""
    try:
        stored = save_typed(request, form, project, pick=pick)
    except actions.EditedMeanwhile as trouble:
        form.add_error(None, trouble)
        other = Project.objects.get(pk=project.pk)
        shown["meanwhile"] = _differences(form, other)
        form.seen(other.version)
        return None
    except ValidationError as trouble:
        Together(form, pick).tell(trouble)
        return None
    form.seen(stored.version)
    return stored


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


def _new_flags(project: Project, form: ProjectForm) -> list[Seen]:
    """What the words to be made public hold that the public ones do not."""
    own = project.participations.filter(school=project.school).first()
    more = {"our_gives": own.gives, "our_gains": own.gains} if own else {}
    before = flags_of(Project.objects.get(pk=project.pk), more)
    return [seen for seen in flags_of(form.instance, form.our_words()) if seen not in before]


def _answer(request: HttpRequest, form: ProjectForm, pick, project: Project, shown: dict) -> HttpResponse | None:
    """To the page of the project; None where it was to be sent and something is missing or has to be looked at."""
    if "hand_over" in request.POST:
        return _hand_over(request, project)
    if "send" not in request.POST:
        messages.success(request, "Saved." if project.is_public else "Draft saved.")
        return redirect(project)
    missing, seen = missing_to_publish(project), flags_of(project, form.our_words())
    if seen and (missing or not was_looked_at(request.POST, seen)):
        shown["warnings"] = seen
    Together(form, pick).tell(ValidationError(sentences_by_field(missing)))
    if missing or shown["warnings"]:
        return None
    actions.send_for_publication(by=request.user, project=project)
    messages.success(request, sent_words(project))
    return redirect(project)


def _hand_over(request: HttpRequest, project: Project) -> HttpResponse:
    """A contributor's draft goes to the leads of the school, who are told by e-mail."""
    try:
        actions.hand_over(by=request.user, project=project)
    except ValidationError as trouble:
        messages.error(request, f"Draft saved. {trouble.messages[0]}")
    else:
        whose = "Your school’s leads" if is_member(request.user, project.school) else f"The leads of {project.school}"
        messages.success(request, f"Draft saved. {whose} are told that it waits for them.")
    return redirect(project)


def _differences(form: ProjectForm, stored: Project) -> list[dict]:
    """Each text that is stored otherwise than it was typed: what it is, what is saved now, and what was typed."""
    rows = []
    for name in form.changed_data:
        was, typed = getattr(stored, name, None), form.cleaned_data.get(name)
        if isinstance(was, str) and was != typed and (was or typed):
            rows.append({"label": form.fields[name].label, "saved": was, "typed": typed})
    return rows


def _context(request: HttpRequest, form: ProjectForm, pick: PartnerPickForm, project: Project | None, shown: dict):
    together = Together(form, pick)
    may_send = can_send_project(request.user, project) if project else schools_led_by(request.user).exists()
    warnings = shown["warnings"]
    return {
        "form": form,
        "pick": pick if not (project and pick.is_bound and pick.is_valid()) else pick_of(request, project),
        "together": together,
        "project": project,
        "parts": project.participations.for_cards().exclude(school=project.school) if project else [],
        "sections": PARTS,
        "meanwhile": shown["meanwhile"],
        "kept": shown["kept"],
        "not_saved": [] if shown["meanwhile"] else not_saved(request, project, form, pick),
        "warnings": [(together.target_of(seen.field), together.label_of(seen.field), seen.flag) for seen in warnings],
        "looked": key_of(warnings),
        "needed": needed(project, form, pick) if not (project and project.is_readable) else [],
        "similar": doubles(project),
        "saves_by_itself": project is None or project.state in SAVES_BY_ITSELF,
        "may_send": may_send and not (project and project.is_public),
        "is_lead": is_lead(request.user, project.school) if project else may_send,
    }
