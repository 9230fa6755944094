"""Ways in: one page for each category and each local authority, with its own figures."""

from django.contrib.auth.decorators import login_not_required
from django.db.models import Exists, OuterRef
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.views.decorators.http import require_safe

from partnerships import figures
from partnerships.models import Category, Cost, Listing, Project, Stage
from partnerships.search import Answer, Criteria, search
from schools.models import LocalAuthority, Region

NEWEST = 6
LISTINGS = 4
MOST_BARS = 8


@login_not_required
@require_safe
def category_list(request: HttpRequest) -> HttpResponse:
    """All categories with how much there is in each."""
    return render(request, "partnerships/category_list.html", {"categories": figures.categories_with_counts()})


@login_not_required
@require_safe
def category(request: HttpRequest, slug: str) -> HttpResponse:
    """One category: how much there is, for whom, what is new, and what schools look for."""
    category = get_object_or_404(Category, slug=slug)
    answer = search(Criteria(category=(slug,)), per_page=NEWEST)
    stages = {stage.slug: stage.label or stage.name for stage in Stage.objects.all()}
    context = {
        "category": category,
        "total": answer.total,
        "nums": figures_of(answer),
        "projects": cards(answer),
        "phases": [(stages[slug], number) for slug, number in most_first(answer.counts["phase"]) if slug in stages],
        "regions": [(Region(slug).label, number) for slug, number in most_first(answer.counts["region"])],
        "listings": Listing.objects.open().filter(category=category).for_cards().newest_first()[:LISTINGS],
        "all_url": f"{reverse('partnerships:project_list')}?category={slug}",
    }
    return render(request, "partnerships/category.html", context)


@login_not_required
@require_safe
def authority_list(request: HttpRequest) -> HttpResponse:
    """Local authorities in which something runs, by region."""
    behind = figures.confirmed_participations().filter(school__local_authority=OuterRef("pk"))
    places = {value: place for place, value in enumerate(Region.values)}
    found = LocalAuthority.objects.filter(Exists(behind)).order_by("name", "pk")
    regions: dict[str, list[LocalAuthority]] = {}
    for one in sorted(found, key=lambda one: places.get(one.region, len(places))):
        regions.setdefault(Region(one.region).label if one.region else "Elsewhere", []).append(one)
    return render(request, "partnerships/authority_list.html", {"regions": list(regions.items())})


@login_not_required
@require_safe
def authority(request: HttpRequest, slug: str) -> HttpResponse:
    """One local authority: what runs there, in which fields, and which schools stand behind it."""
    authority = get_object_or_404(LocalAuthority, slug=slug)
    answer = search(Criteria(authority=(slug,)), per_page=NEWEST)
    names = dict(Category.objects.values_list("slug", "name"))
    behind = figures.confirmed_participations().filter(school__local_authority=authority)
    context = {
        "authority": authority,
        "total": answer.total,
        "nums": [*figures_of(answer), (behind.values("school").distinct().count(), "schools take part")],
        "projects": cards(answer),
        "categories": [(names[slug], number) for slug, number in most_first(answer.counts["category"])],
        "all_url": f"{reverse('partnerships:project_list')}?authority={slug}",
    }
    return render(request, "partnerships/authority.html", context)


def figures_of(answer: Answer) -> list[tuple]:
    """(number, label) for the top of the page."""
    return [
        (answer.total, "public project" if answer.total == 1 else "public projects"),
        (answer.counts["cost"].get(Cost.FREE, 0), "free to the partner"),
        (answer.counts["open"].get("yes", 0), "open to new partners"),
    ]


def cards(answer: Answer) -> list[Project]:
    """The projects of an answer, in its order."""
    found = Project.objects.public().for_cards().in_bulk(answer.ids)
    return [found[pk] for pk in answer.ids if pk in found]


def most_first(counts: dict[str, int]) -> list[tuple[str, int]]:
    """The largest counts, nought left out."""
    return sorted(((slug, n) for slug, n in counts.items() if n), key=lambda pair: (-pair[1], pair[0]))[:MOST_BARS]
