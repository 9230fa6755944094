"""The list of projects."""

from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import render
from django.views.decorators.http import require_safe

from partnerships import filters, loosening
from partnerships.forms.searching import ProjectSearchForm
from partnerships.lines import lines
from partnerships.mapping import map_of
from partnerships.models import Idea
from partnerships.placing import with_place_apart
from partnerships.search import Answer, Criteria, search
from schools_together.ui.distances import distance_words
from schools_together.ui.paging import Found, number_of, page_of


@login_not_required
@require_safe
def project_list(request: HttpRequest) -> HttpResponse:
    """Projects that fit what the visitor asks for, twenty a page, and what to loosen where nothing does."""
    return render(request, "partnerships/project_list.html", list_of(request)[1])


@login_not_required
@require_safe
def project_map(request: HttpRequest) -> HttpResponse:
    """The same list with a map of all that was found above it."""
    criteria, context = list_of(request)
    page = context["page"]
    for number, project in enumerate(page, page.start_index()):
        project.number = number
    on_page = {project.pk for project in page}
    context["map"] = map_of(criteria, with_place_apart(request.GET), on_page, page.paginator.count)
    return render(request, "partnerships/project_list.html", context)


def list_of(request: HttpRequest) -> tuple[Criteria, dict]:
    """The question, and what the page of its answer shows."""
    asked = with_place_apart(request.GET)
    form = ProjectSearchForm(asked)
    criteria = form.criteria()
    answer = search(criteria, page=number_of(request))
    page = page_of(request, Found(answer.total, lines(answer.ids)))
    for project in page:
        project.miles = distance_words(answer.miles.get(project.pk))
        project.number = None
    saved = (
        Idea.objects.filter(user=request.user).values_list("project_id", flat=True)
        if request.user.is_authenticated
        else ()
    )
    context = {
        "form": form,
        "page": page,
        "map": None,
        "correction": correction_of(answer, asked),
        "question": filters.bare_question(asked),
        "namesakes": filters.namesakes_of(form, asked),
        "groups": filters.facet_groups(form, criteria, answer.counts),
        "chips": filters.chips_of(form, asked),
        "nothing": nothing_found(form, criteria, asked, answer),
        "saved": set(saved),
        "kept_by_search": filters.hidden_inputs(asked, leave_out={"q", "exact", "near", "within", "page"}),
        "kept_by_filters": filters.hidden_inputs(asked, only={"q", "exact", "near", "within", "sort"}),
        "kept_by_sort": filters.hidden_inputs(asked, leave_out={"sort", "page"}),
    }
    return criteria, context


def nothing_found(form: ProjectSearchForm, criteria: Criteria, asked: QueryDict, answer: Answer) -> dict | None:
    """What to loosen where fewer than three were found, and what nearly fits, as cards."""
    nothing = loosening.nothing_found(form, criteria, asked, answer)
    if nothing:
        ids, miles = nothing["misses"]
        nothing["misses"] = lines(ids)
        for project in nothing["misses"]:
            project.miles = distance_words(miles.get(project.pk))
    return nothing


def correction_of(answer: Answer, asked: QueryDict) -> dict | None:
    """What was read instead of what was typed, and the address that insists on it."""
    if answer.correction is None:
        return None
    insist = filters.with_values(asked, exact="1")
    return {"original": answer.correction.original, "searched": answer.correction.searched, "insist": insist}
