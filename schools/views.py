"""Find a school, read about it, and suggest schools while somebody types."""

from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse, HttpResponsePermanentRedirect, JsonResponse
from django.shortcuts import get_object_or_404, render
from django.views.decorators.cache import cache_control
from django.views.decorators.http import require_safe

from schools_together.ui.addresses import with_values
from schools_together.ui.distances import distance_words
from schools_together.ui.paging import PAGE_SIZE, Found, number_of, page_of

from . import filters
from .facts import map_label, register_facts, register_name
from .finding import Answer, Question, facet_names, search
from .forms import SchoolSearchForm
from .mapping import map_of
from .marks import MARKS
from .models import School
from .suggesting import suggested

LONGEST_QUESTION = 100


@login_not_required
@require_safe
def school_list(request: HttpRequest) -> HttpResponse:
    """Find a school by name, town, postcode or URN, or the schools near a place."""
    return render(request, "schools/school_list.html", list_of(request)[1])


@login_not_required
@require_safe
def school_map(request: HttpRequest) -> HttpResponse:
    """The same list with a map of all that was found above it."""
    question, context = list_of(request)
    page = context["page"]
    for number, one in enumerate(page, page.start_index()):
        one.number = number
    context["map"] = map_of(question, request.GET, {one.pk for one in page}, page.paginator.count)
    return render(request, "schools/school_list.html", context)


def list_of(request: HttpRequest) -> tuple[Question, dict]:
    """The question, and what the page of its answer shows."""
    form = SchoolSearchForm(request.GET)
    question = form.question()
    answer = search(question, page=number_of(request), per_page=PAGE_SIZE)
    page = page_of(request, Found(answer.total, _cards(answer)))
    context = {
        "form": form,
        "page": page,
        "map": None,
        "question": filters.bare_question(request.GET),
        "namesakes": [(one.words, with_values(request.GET, near=one.words)) for one in form.candidates],
        "groups": filters.facet_groups(form, question, answer),
        "chips": filters.chips_of(form, question, request.GET),
        "looser": filters.looser(form, answer.ways, request.GET),
        "kept_by_search": filters.kept(request.GET, {"q", "near", "within"}),
        "kept_by_filters": filters.kept(request.GET, {*facet_names(), "closed"}),
        "kept_by_sort": filters.kept(request.GET, {"sort"}),
    }
    return question, context


def _cards(answer: Answer) -> list[School]:
    """The schools of one page in their order, each with its distance and what other apps say of it."""
    schools = School.objects.for_cards().in_bulk(answer.ids)
    cards = [schools[pk] for pk in answer.ids if pk in schools]
    for one in cards:
        one.number = None
        one.miles = answer.miles[one.pk]
        one.away = distance_words(one.miles)
        one.tags = [MARKS[name].tag for name in answer.marks[one.pk] if MARKS[name].tag]
    return cards


@login_not_required
@require_safe
def school(request: HttpRequest, pk: int, slug: str) -> HttpResponse:
    """What the register and the school itself say, and what it does here. An old name in the address redirects."""
    found = get_object_or_404(School.objects.for_page(), pk=pk)
    if slug != found.slug:
        return HttpResponsePermanentRedirect(found.get_absolute_url())
    context = {
        "school": found,
        "profile": None if found.is_frozen else getattr(found, "profile", None),
        "facts": register_facts(found),
        "register": register_name(found),
        "points": [(found.easting, found.northing)] if found.is_on_map else [],
        "map_label": map_label(found),
        "successors": [link.successor for link in found.links_forward.select_related("successor__local_authority")],
        "predecessors": [link.predecessor for link in found.links_back.select_related("predecessor__local_authority")],
    }
    return render(request, "schools/school.html", context)


@login_not_required
@require_safe
def facts_wrong(request: HttpRequest, pk: int, slug: str) -> HttpResponse:
    """Who changes what the register says, and the way to tell us where it is we who are wrong."""
    found = get_object_or_404(School.objects.for_page(), pk=pk)
    return render(request, "schools/facts_wrong.html", {"school": found, "register": register_name(found)})


@login_not_required
@require_safe
@cache_control(public=True, max_age=300)
def suggest(request: HttpRequest) -> HttpResponse:
    """At most ten schools for what has been typed so far, as JSON; an empty list for less than two letters."""
    typed = request.GET.get("q", "")[:LONGEST_QUESTION]
    schools = [
        {"id": school.pk, "name": school.name, "place": school.place, "label": school.label}
        for school in suggested(typed)
    ]
    return JsonResponse(schools, safe=False)
