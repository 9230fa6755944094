"""Find a school, read about it, and suggest schools while somebody types."""

from django.contrib.auth.decorators import login_not_required
from django.core.paginator import Page, Paginator
from django.http import HttpRequest, HttpResponse, HttpResponsePermanentRedirect, JsonResponse
from django.shortcuts import get_object_or_404, render
from django.views.decorators.cache import cache_control
from django.views.decorators.http import require_safe

from schools_together.geo.points import miles_of

from .facts import map_label, register_facts, register_name
from .finding import found_by, loosened, suggested
from .forms import SchoolSearchForm
from .models import School

PER_PAGE = 20
DEEPEST_PAGE = 50
LONGEST_QUESTION = 100


@login_not_required
@require_safe
def school_list(request: HttpRequest) -> HttpResponse:
    """Find a school by name, town, postcode or URN, or the schools near a place."""
    form = SchoolSearchForm(request.GET)
    answers = form.answers
    page = _page(found_by(answers), request.GET.get("page", ""))
    for school in page.object_list:
        school.miles = miles_of(school.squared_metres) if answers["near"] else None
    context = {
        "form": form,
        "page": page,
        "candidates": form.candidates,
        "is_filtered": any(request.GET.values()),
        "looser": [] if page.object_list else loosened(answers, request.GET),
    }
    return render(request, "schools/school_list.html", context)


class _ShallowPaginator(Paginator):
    """Counts all, but leads no deeper than DEEPEST_PAGE: who is there has not said what they look for."""

    @property
    def num_pages(self) -> int:
        return min(super().num_pages, DEEPEST_PAGE)


def _page(schools, typed: str) -> Page:
    """The page asked for; the first for junk, the last for a number beyond it."""
    return _ShallowPaginator(schools, PER_PAGE).get_page(typed)


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
