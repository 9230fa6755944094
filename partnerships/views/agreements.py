"""The agreement card of two schools: read, printed, filled and agreed by the two alone."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods

from partnerships import actions
from partnerships.actions.agreements import CardChanged
from partnerships.forms.agreements import LABELS, AgreementForm
from partnerships.models import AgreementCard, Participation, Project
from partnerships.permissions import can_agree_card, can_fill_card, can_read_card, sides_of
from partnerships.telling import month
from schools_together.ui.forms import status_of


@require_http_methods(["GET", "HEAD", "POST"])
def agreement(request: HttpRequest, slug: str, pk: int) -> HttpResponse:
    """The card as both schools read it; a lead agrees to it here."""
    part = _part_for(request, slug, pk)
    card = AgreementCard.objects.filter(participation=part).first()
    if request.method == "POST" and card:
        _agree(request, part, card)
        return redirect("partnerships:agreement", slug, pk)
    context = {
        "part": part,
        "project": part.project,
        "card": card,
        "lines": _lines(card) if card else [],
        "sides": card.sides() if card else [],
        "mine_to_agree": _mine_to_agree(request, part, card),
        "can_fill": can_fill_card(request.user, part),
    }
    return render(request, "partnerships/agreement.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def agreement_edit(request: HttpRequest, slug: str, pk: int) -> HttpResponse:
    """Either side writes the card; any change opens both agreements again."""
    part = _part_for(request, slug, pk)
    if not can_fill_card(request.user, part):
        raise PermissionDenied("This school takes no part any more, so the card stays as it is.")
    card = AgreementCard.objects.filter(participation=part).first()
    form = AgreementForm(request.POST if request.method == "POST" else None, instance=card, proposed=_proposed(part))
    meanwhile = []
    if request.method == "POST" and form.is_valid():
        version = form.cleaned_data["version"] or 0
        try:
            actions.save_card(by=request.user, participation=part, changes=form.changes(), version=version)
        except CardChanged as trouble:
            form.add_error(None, trouble)
            stored = AgreementCard.objects.get(participation=part)
            meanwhile = _lines(stored)
            form.seen(stored.version)
        else:
            messages.success(request, "Saved. Both schools can read it, and each has to agree to what it says now.")
            return redirect("partnerships:agreement", slug, pk)
    context = {"part": part, "project": part.project, "card": card, "form": form, "meanwhile": meanwhile}
    return render(request, "partnerships/agreement_edit.html", context, status=status_of(form))


def _part_for(request: HttpRequest, slug: str, pk: int) -> Participation:
    """The participation, if this person belongs to one of its two schools; else 404."""
    parts = Participation.objects.select_related("project__school", "school", "card")
    part = parts.filter(pk=pk, project__slug=slug).first()
    if part is None or not can_read_card(request.user, part):
        raise Http404("No such card.")
    return part


def _agree(request: HttpRequest, part: Participation, card: AgreementCard) -> None:
    """Agree for the school that the button names, to the version that was on the page."""
    school = next((one for one in sides_of(part) if str(one.pk) == request.POST.get("school")), None)
    if school is None:
        raise PermissionDenied("You can only agree for a school of yours.")
    seen = request.POST.get("version", "")
    card.version = int(seen) if seen.isascii() and seen.isdecimal() and len(seen) < 10 else 0
    try:
        actions.agree_card(by=request.user, card=card, school=school)
    except ValidationError as trouble:
        messages.error(request, trouble.messages[0])
    else:
        messages.success(request, f"{school} agrees to this card.")


def _mine_to_agree(request: HttpRequest, part: Participation, card: AgreementCard | None) -> list:
    """The schools for which this person may agree now."""
    if card is None or card.missing:
        return []
    return [one for one, agreed_at in card.sides() if agreed_at is None and can_agree_card(request.user, part, one)]


def _lines(card: AgreementCard) -> list[tuple[str, str]]:
    """(question, answer) of all twelve; an empty answer says that it is empty."""
    rows = []
    for name, label in LABELS.items():
        value = getattr(card, name)
        rows.append((label, month(value) if name == "review_on" else value))
    return rows


def _proposed(part: Participation) -> dict:
    """What the project's page says already, so that nobody types it twice."""
    project: Project = part.project
    own = project.participations.filter(school=project.school).first()
    told = [(project.school, own.gives if own else ""), (part.school, part.gives)]
    brings = " ".join(f"{school}: {gives}" for school, gives in told if gives)
    return {"brings": brings[:600], "money": project.get_cost_display(), "transport": project.transport}
