"""Pictures: their files, the page on which a school keeps them, and the way to have one taken down."""

import logging

from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.core.exceptions import ValidationError
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from accounts.limits import client_ip, hit
from partnerships import actions
from partnerships.actions.photos import MOST_PICTURES
from partnerships.finding import own_project_for
from partnerships.forms.photos import AddPhotosForm, PhotoForm, TakeDownForm
from partnerships.models import Photo, PhotoState, Project
from partnerships.permissions import can_edit_project, can_see_photo
from schools_together.pictures.keeping import NOT_KEPT, store_troubles
from schools_together.pictures.serving import picture_response
from schools_together.pictures.sizes import KINDS
from schools_together.ui.forms import status_of

logger = logging.getLogger(__name__)
# One client hides so many pictures in an hour: enough for a family, too few to empty the site.
MOST_HIDDEN, HOUR = 10, 3600
TOO_MANY_HIDDEN = (
    "That was a lot in an hour. Wait an hour, or tell us about the other pictures with “Report a concern”: a moderator "
    "reads it."
)


@login_not_required  # whoever may see the page may see its pictures; the session is not even read for a public one
@require_safe
def photo_file(request: HttpRequest, key: str, width: int, kind: str) -> HttpResponse:
    """One file of a picture, for whoever may see the page that it stands on."""
    photo = get_object_or_404(Photo.objects.kept().select_related("project__school__profile"), key=key)
    public = photo.is_public and photo.project.is_on_show
    name = photo.file_of(kind, width)
    if name is None or not (public or can_see_photo(request.user, photo)):
        raise Http404("No such picture.")
    return picture_response(request, name, content_type=KINDS[kind], public=public)


@require_http_methods(["GET", "HEAD", "POST"])
def project_pictures(request: HttpRequest, slug: str) -> HttpResponse:
    """The pictures of one's own project: add some, say what they show, put them in order."""
    project = own_project_for(request, slug)
    pressed = request.POST.get("what", "") if request.method == "POST" else ""
    adding = AddPhotosForm(request.POST, request.FILES) if pressed == "add" else AddPhotosForm()
    telling = _forms_of(project, request.POST if pressed == "tell" else None)
    if pressed == "add" and adding.is_valid() and _add(request, project, adding):
        return redirect("partnerships:project_pictures", slug)
    if pressed == "tell" and all(form.is_valid() for form in telling):
        _tell(request, telling)
        return redirect("partnerships:project_pictures", slug)
    context = {
        "project": project,
        "adding": adding,
        "telling": telling,
        "can_edit": can_edit_project(request.user, project),
        "room": MOST_PICTURES - len(telling),
        "has_errors": bool(adding.errors) or any(form.errors for form in telling),
    }
    return render(request, "partnerships/project_pictures.html", context, status=status_of(adding, *telling))


@require_POST
def photo_remove(request: HttpRequest, slug: str, key: str) -> HttpResponse:
    """Take a picture away for good, with one press."""
    project = own_project_for(request, slug)
    photo = project.photos.filter(key=key).first()
    if photo:
        actions.remove_photo(by=request.user, photo=photo)
        messages.success(request, "The picture is removed, in every size.")
    return redirect("partnerships:project_pictures", slug)


@login_not_required  # for parents, who have no account
@require_http_methods(["GET", "HEAD", "POST"])
def photo_take_down(request: HttpRequest, key: str) -> HttpResponse:
    """Ask for a picture to be taken down: it is hidden in the same moment. Pressing twice leads to the same page."""
    shown_or_held = Photo.objects.filter(state__in=[PhotoState.PUBLIC, PhotoState.HELD])
    photo = get_object_or_404(shown_or_held.select_related("project__school__profile"), key=key)
    if not photo.project.is_on_show:
        raise Http404("No such picture.")
    if not photo.is_public:
        return redirect("partnerships:photo_taken_down")
    form = TakeDownForm(request.POST if request.method == "POST" else None)
    status = status_of(form)
    if request.method == "POST" and form.is_valid():
        if hit("pictures hidden", client_ip(request), MOST_HIDDEN, HOUR):
            actions.hold_photo(photo=photo, **form.cleaned_data)
            return redirect("partnerships:photo_taken_down")
        form.add_error(None, TOO_MANY_HIDDEN)
        status = 429
    context = {"form": form, "photo": photo, "project": photo.project}
    return render(request, "partnerships/photo_take_down.html", context, status=status)


@login_not_required
@require_safe
def photo_taken_down(request: HttpRequest) -> HttpResponse:
    """The picture is hidden, and what happens next."""
    return render(request, "partnerships/photo_taken_down.html")


def _forms_of(project: Project, data) -> list[PhotoForm]:
    photos = list(project.photos.kept())
    return [PhotoForm(data, photo=photo, place=place, of=len(photos)) for place, photo in enumerate(photos, start=1)]


def _add(request: HttpRequest, project: Project, form: AddPhotosForm) -> bool:
    """Keep what could be read; the rest is told. False where nothing was kept."""
    typed = form.cleaned_data
    try:
        added = actions.add_photos(
            by=request.user, project=project, pictures=typed["pictures"], has_consent=typed["has_consent"],
            consent_until_on=typed["consent_until"],
        )  # fmt: skip
    except ValidationError as trouble:
        form.add_error("pictures", trouble)
        return False
    except store_troubles():
        logger.exception("Pictures could not be kept.")
        form.add_error("pictures", NOT_KEPT)
        return False
    for sentence in typed["pictures"].troubles:
        messages.error(request, sentence)
    what = "The picture is there." if len(added) == 1 else f"{len(added)} pictures are there."
    messages.success(request, f"{what} Now say what can be seen.")
    return True


def _tell(request: HttpRequest, forms: list[PhotoForm]) -> None:
    """Save the words and the order; of two pictures that want one place, the one that moved there comes first."""
    wanted = sorted(forms, key=lambda form: (form.cleaned_data["position"], "position" not in form.changed_data))
    for place, form in enumerate(wanted, start=1):
        words = {name: form.cleaned_data[name] for name in ("alt", "is_decorative", "caption")}
        actions.tell_photo(by=request.user, photo=form.photo, **words, position=place)
        for sentence in form.warnings():
            messages.warning(request, sentence)
    messages.success(request, "Saved.")
