"""Partnership groups: all of them by region, and each one's own page."""

from itertools import groupby

from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.db.models import Count, Q
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_http_methods, require_safe

from accounts.models import Membership
from accounts.permissions import schools_of
from partnerships import actions, figures, linked_data
from partnerships.models import Group, GroupMember, GroupMemberState
from partnerships.permissions import can_agree_group_membership, can_coordinate_group
from schools.models import Region, School, Sector

MOST_PROJECTS = 30


@login_not_required
@require_safe
def group_list(request: HttpRequest) -> HttpResponse:
    """Standing groups of schools, by region."""
    agreed = Count("members", filter=Q(members__state=GroupMemberState.AGREED))
    groups = Group.objects.public().annotate(member_count=agreed).order_by("region", "name", "pk")
    places = {value: place for place, value in enumerate(Region.values)}
    ordered = sorted(groups, key=lambda group: places.get(group.region, len(places)))
    regions = [
        (Region(value).label if value else "Elsewhere", list(members))
        for value, members in groupby(ordered, key=lambda group: group.region)
    ]
    return render(request, "partnerships/group_list.html", {"regions": regions, "count": len(ordered)})


@login_not_required
@require_safe
def group(request: HttpRequest, slug: str) -> HttpResponse:
    """One group: its schools, what it runs, its figures, how it grew."""
    group = get_object_or_404(Group.objects.visible_to(request.user), slug=slug)
    members = group.members.select_related("school")
    year = figures.latest_year() - 1
    agreed = [member.school for member in members if member.state == GroupMemberState.AGREED]
    context = {
        "group": group,
        "schools": agreed,
        "sides": [(sector.label, [one for one in agreed if one.sector == sector]) for sector in Sector],
        "waiting": sum(member.state == GroupMemberState.INVITED for member in members),
        "points": [(one.easting, one.northing) for one in agreed if one.point],
        "figures": figures_of(group, agreed),
        "projects": group.projects.public().for_cards().newest_first()[:MOST_PROJECTS],
        "mine": my_place(request, group),
        "contact": contact_of(group, agreed),
        "year": figures.academic_year(year),
        "sums": figures.sums_of_group(group, year),
        "linked_data": linked_data.of_group(group, agreed),
        "documents": group.documents.public(),
        "can_coordinate": can_coordinate_group(request.user, group),
    }
    return render(request, "partnerships/group.html", context)


def contact_of(group: Group, schools: list) -> School | None:
    """The school to write to: a coordinator's own, where it is a member."""
    places = Membership.objects.active().filter(user__in=group.coordinators.all(), school__in=schools)
    place = places.select_related("school").order_by("pk").first()
    return place.school if place else None


def figures_of(group: Group, schools: list) -> list[tuple]:
    """(number, label, note) for the top of the page: schools as counted today, then what the group says."""
    sides = [(sum(one.sector == sector for one in schools), sector.label.lower()) for sector in Sector]
    note = ", ".join(f"{number} {label}" for number, label in sides if number)
    told = [
        (row["value"], row["label"], ", ".join(filter(None, [row.get("note"), row.get("basis")])))
        for row in group.figures
        if row.get("value") is not None and row.get("label")
    ]
    return [(len(schools), "school" if len(schools) == 1 else "schools", note), *told[:3]]


def my_place(request: HttpRequest, group: Group) -> GroupMember | None:
    """My school's place in the group, one that waits for an answer first."""
    mine = group.members.filter(school__in=schools_of(request.user)).select_related("school", "group")
    return min(mine, key=lambda place: place.state != GroupMemberState.INVITED, default=None)


@require_http_methods(["GET", "HEAD", "POST"])
def group_membership(request: HttpRequest, slug: str) -> HttpResponse:
    """A lead says whether the school belongs to the group."""
    group = get_object_or_404(Group, slug=slug)
    place = my_place(request, group)
    if place is None:
        raise Http404("Your school is not named in this group.")
    if request.method == "POST":
        if "agree" in request.POST:
            actions.agree_group_membership(by=request.user, member=place)
            messages.success(request, "Agreed. Your school is named on the page of the group.")
        elif "leave" in request.POST:
            actions.leave_group(by=request.user, member=place)
            messages.success(request, "Your school’s name has been taken off the page.")
        return redirect(group if group.is_public else "my_school")
    can_answer = can_agree_group_membership(request.user, place)
    context = {"group": group, "place": place, "can_answer": can_answer}
    return render(request, "partnerships/group_membership.html", context)
