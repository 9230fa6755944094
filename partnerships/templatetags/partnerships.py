"""What pages of lower apps show of projects, groups and the board: `{% load partnerships %}`."""

from django import template

from partnerships import figures
from partnerships.models import Group, GroupMember, GroupMemberState, Listing, Project
from schools.models import School
from schools_together.ui.paging import page_of

register = template.Library()
MOST_SHOWN = 20
NAMED_AT_ONCE = 2


@register.filter
def line_of_schools(project: Project) -> str:
    """ "St Mary’s School, Cambridge, with St Alban’s Catholic Primary School and 2 more". Confirmed names only."""
    partners = [part.name for part in project.partners]
    named, more = partners[:NAMED_AT_ONCE], len(partners) - NAMED_AT_ONCE
    if more > 0:
        named.append(f"{more} more")
    if not named:
        return project.byline
    joined = named[0] if len(named) == 1 else f"{', '.join(named[:-1])} and {named[-1]}"
    return f"{project.byline}, with {joined}" if project.byline else f"With {joined}"


@register.inclusion_tag("partnerships/_projects_of.html", takes_context=True)
def projects_of(context: dict, school: School) -> dict:
    """Public projects that this school stands behind, newest first, twenty a page."""
    projects = Project.objects.with_school(school).for_cards().newest_first()
    return {"page": page_of(context["request"], projects), "school": school, "request": context["request"]}


@register.inclusion_tag("partnerships/_listings_of.html")
def listings_of(school: School) -> dict:
    """What this school offers and needs today."""
    listings = list(Listing.objects.open().filter(school=school).newest_first()[:MOST_SHOWN])
    return {"offers": [one for one in listings if one.is_offer], "needs": [one for one in listings if not one.is_offer]}


@register.inclusion_tag("partnerships/_figures_of.html")
def figures_of(school: School) -> dict:
    """Schools beside it and pupils, of the academic year that ended last; nothing where nothing was told."""
    year = figures.latest_year() - 1
    return {"year": figures.academic_year(year), "rows": figures.sums_of_school(school, year)}


@register.inclusion_tag("partnerships/_groups_of.html")
def groups_of(school: School) -> dict:
    """Public groups that this school has agreed to be named in."""
    agreed = GroupMember.objects.filter(school=school, state=GroupMemberState.AGREED)
    return {"groups": Group.objects.public().filter(pk__in=agreed.values("group"))}
