"""The profile of one's own school, and every school's logo."""

from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_http_methods, require_safe

from accounts import actions
from accounts.actions.profiles import LEADS_WRITE
from accounts.permissions import can_edit_profile, can_see_logo, schools_of
from schools.forms import ProfileForm
from schools.models import SchoolProfile
from schools_together.pictures.serving import picture_response
from schools_together.ui.forms import status_of

from .answering import private, sent


@private
@require_http_methods(["GET", "HEAD", "POST"])
def profile_edit(request: HttpRequest, pk: int) -> HttpResponse:
    """What my school says about itself, and its logo."""
    school = get_object_or_404(schools_of(request.user), pk=pk)
    if not can_edit_profile(request.user, school):
        raise PermissionDenied(LEADS_WRITE)
    profile = SchoolProfile.objects.filter(school=school).first() or SchoolProfile(school=school)
    form = ProfileForm(sent(request), request.FILES or None, instance=profile)
    if request.method == "POST" and form.is_valid():
        words = {name: form.cleaned_data[name] for name in ProfileForm.Meta.fields}
        logo, goes = form.cleaned_data["logo_file"], form.cleaned_data.get("logo_goes", False)
        actions.edit_profile(by=request.user, school=school, words=words, logo=logo, logo_goes=goes)
        messages.success(request, "Your school’s page is changed.")
        for doubt in form.doubts:
            messages.warning(request, f"Please look again. {doubt}")
        return redirect(school)
    context = {"form": form, "school": school, "profile": profile}
    return render(request, "accounts/profile_edit.html", context, status=status_of(form))


@login_not_required
@require_safe
def logo(request: HttpRequest, pk: int) -> HttpResponse:
    """A school's logo, for whoever may see it."""
    profile = get_object_or_404(SchoolProfile.objects.exclude(logo="").select_related("school"), school_id=pk)
    if not can_see_logo(request.user, profile):
        raise Http404("No such picture.")
    kind = "image/png" if profile.logo.name.endswith(".png") else "image/jpeg"
    return picture_response(request, profile.logo.name, content_type=kind, public=profile.logo_is_shown)
