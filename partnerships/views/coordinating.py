"""What coordinators do with their group: its page, its schools, and who coordinates."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_http_methods, require_POST

from partnerships import actions
from partnerships.forms.groups import CoordinatorForm, GroupForm, GroupMemberForm
from partnerships.models import CoordinatorOffer, Group
from partnerships.permissions import can_coordinate_group
from schools_together.ui.flags import flags_in
from schools_together.ui.forms import status_of


def own_group(request: HttpRequest, slug: str) -> Group:
    """A group that this person coordinates. Who may see it but not change it is told so; others get a 404."""
    group = get_object_or_404(Group.objects.visible_to(request.user), slug=slug)
    if not can_coordinate_group(request.user, group):
        raise PermissionDenied("Only the coordinators of this group change its page. Write to them through the site.")
    return group


@require_http_methods(["GET", "HEAD", "POST"])
def group_edit(request: HttpRequest, slug: str) -> HttpResponse:
    """The group's page, written by its coordinators; what looks out of place is told, never refused."""
    group = own_group(request, slug)
    form = GroupForm(request.POST if request.method == "POST" else None, group=group)
    theirs = None
    if request.method == "POST" and form.is_valid():
        typed = dict(form.cleaned_data)
        try:
            actions.edit_group(by=request.user, group=group, version=typed.pop("version"), changes=typed)
        except ValidationError as trouble:
            form.add_error(None, trouble)
            theirs = Group.objects.get(pk=group.pk)
            form.seen(theirs.version)
        else:
            messages.success(request, "Saved.")
            for flag in flags_in("\n".join([typed["summary"], typed["about"], typed["how_it_works"]])):
                messages.warning(request, flag.sentence)
            return redirect(group)
    context = {"group": group, "form": form, "theirs": theirs}
    return render(request, "partnerships/group_edit.html", context, status=status_of(form))


@require_http_methods(["GET", "HEAD", "POST"])
def group_members(request: HttpRequest, slug: str) -> HttpResponse:
    """The group's schools and coordinators, and naming one more of either."""
    group = own_group(request, slug)
    form = GroupMemberForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        try:
            member = actions.invite_to_group(by=request.user, group=group, school=form.cleaned_data["school"])
        except ValidationError as trouble:
            form.add_error("school_q", trouble)
        else:
            messages.success(request, f"{member.school} is named. It is shown when a lead there has agreed.")
            return redirect("partnerships:group_members", slug)
    return _members_page(request, group, form, CoordinatorForm())


def _members_page(request, group: Group, form: GroupMemberForm, ask: CoordinatorForm) -> HttpResponse:
    context = {
        "group": group,
        "form": form,
        "ask": ask,
        "wrong": ask if ask.errors else form,
        "members": group.members.select_related("school"),
        "coordinators": group.coordinators.order_by("name", "pk"),
        "offers": CoordinatorOffer.objects.open().filter(group=group).count(),
    }
    return render(request, "partnerships/group_members.html", context, status=status_of(form, ask))


@require_POST
def group_member_remove(request: HttpRequest, slug: str, pk: int) -> HttpResponse:
    """Take a school off the group."""
    group = own_group(request, slug)
    member = group.members.filter(pk=pk).select_related("school").first()
    if member:
        actions.remove_from_group(by=request.user, member=member)
        messages.success(request, f"{member.school} is no longer named.")
    return redirect("partnerships:group_members", slug)


@require_POST
def group_coordinators(request: HttpRequest, slug: str) -> HttpResponse:
    """Ask somebody to coordinate, too, or take the questions back."""
    group = own_group(request, slug)
    if "withdraw" in request.POST:
        actions.withdraw_coordination(by=request.user, group=group)
        messages.success(request, "The questions have been taken back.")
        return redirect("partnerships:group_members", slug)
    ask = CoordinatorForm(request.POST)
    if not ask.is_valid():
        return _members_page(request, group, GroupMemberForm(), ask)
    actions.offer_coordination(by=request.user, group=group, email=ask.cleaned_data["email"])
    messages.success(
        request, "If this address belongs to somebody with a place at one of the group’s schools, we have asked them."
    )
    return redirect("partnerships:group_members", slug)


@require_http_methods(["GET", "HEAD", "POST"])
def group_coordinate(request: HttpRequest, slug: str) -> HttpResponse:
    """Who was asked to coordinate says yes or no."""
    offers = CoordinatorOffer.objects.open().select_related("group")
    offer = get_object_or_404(offers, group__slug=slug, user=request.user)
    if request.method != "POST" or not {"accept", "decline"} & set(request.POST):
        return render(request, "partnerships/group_coordinate.html", {"group": offer.group})
    if "accept" in request.POST:
        actions.accept_coordination(by=request.user, group=offer.group)
        messages.success(request, f"You coordinate {offer.group} now.")
    else:
        actions.decline_coordination(by=request.user, group=offer.group)
        messages.success(request, "Thank you for telling us.")
    return redirect(offer.group if offer.group.is_public else "my_school")


@require_POST
def group_step_down(request: HttpRequest, slug: str) -> HttpResponse:
    """A coordinator gives it up."""
    group = own_group(request, slug)
    actions.step_down_from_group(by=request.user, group=group)
    messages.success(request, f"You no longer coordinate {group}.")
    return redirect(group if group.is_public else "my_school")
