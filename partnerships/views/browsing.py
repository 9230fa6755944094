"""The list of projects."""

from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import render
from django.views.decorators.http import require_safe

from partnerships import filters
from partnerships.forms.searching import ProjectSearchForm
from partnerships.models import Idea
from partnerships.paging import page_of
from partnerships.search import Criteria, find_projects
from schools_together.geo.points import miles_of


@login_not_required
@require_safe
def project_list(request: HttpRequest) -> HttpResponse:
    """Projects that fit what the visitor asks for, twenty a page, and what to loosen where nothing does."""
    form = ProjectSearchForm(request.GET)
    criteria = form.criteria()
    page = page_of(request, find_projects(criteria).for_cards())
    for project in page:
        project.miles = distance_words(getattr(project, "squared_metres", None))
    saved = (
        Idea.objects.filter(user=request.user).values_list("project_id", flat=True)
        if request.user.is_authenticated
        else ()
    )
    context = {
        "form": form,
        "page": page,
        "namesakes": filters.namesakes_of(form, request.GET),
        "groups": filters.facet_groups(form, criteria),
        "chips": filters.chips_of(form, request.GET),
        "nothing": None if page.paginator.count else nothing_found(form, criteria, request.GET),
        "saved": set(saved),
        "kept_by_search": filters.hidden_inputs(request.GET, leave_out={"q", "near", "within", "page"}),
        "kept_by_filters": filters.hidden_inputs(request.GET, only={"q", "near", "within", "sort"}),
        "kept_by_sort": filters.hidden_inputs(request.GET, leave_out={"sort", "page"}),
    }
    return render(request, "partnerships/project_list.html", context)


def nothing_found(form: ProjectSearchForm, criteria: Criteria, asked: QueryDict) -> dict:
    """What an empty page says: heading, picture, and what to loosen."""
    return {
        "heading": filters.nothing_words(criteria),
        "category": filters.lead_category(criteria),
        "ways_out": filters.ways_out(form, criteria, asked),
    }


def distance_words(squared_metres: int | None) -> str:
    """ "0.2 miles away", "36 miles away", or nothing."""
    if squared_metres is None:
        return ""
    miles = miles_of(squared_metres)
    if miles < 0.1:
        return "Close by"
    number = f"{miles:.1f}" if miles < 9.95 else f"{miles:.0f}"
    return f"{number} mile{'' if number == '1.0' else 's'} away"
