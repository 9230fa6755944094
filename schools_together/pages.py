"""Pages of the site itself. With desk.py the only modules that may know every app."""

from datetime import timedelta

from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.contrib.sitemaps import Sitemap
from django.contrib.sitemaps.views import sitemap as draw_sitemap
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from partnerships import figures
from partnerships.models import Group, Listing, Project
from schools.models import School

from . import desk
from .advice import advice_pages

TEXT_PAGES = ("about", "privacy", "accessibility", "terms", "safeguarding")


@login_not_required
@require_safe
def home(request: HttpRequest) -> HttpResponse:
    """What this is, one search, the categories, what is new, who is looking."""
    context = {
        "categories": figures.categories_with_counts(),
        "totals": figures.totals(),
        "newest": Project.objects.public().for_cards().featured_first()[:2],
        "listings": Listing.objects.open().for_cards().newest_first()[:3],
        "today": timezone.localdate(),
    }
    return render(request, "pages/home.html", context)


@never_cache
@require_safe
def my_school(request: HttpRequest) -> HttpResponse:
    """Everything that waits for me, and what my school does."""
    return render(request, "pages/my_school.html", desk.desk_of(request))


@login_not_required
@require_safe
def numbers(request: HttpRequest) -> HttpResponse:
    """Figures of this directory: counted, dated, and saying how."""
    year = figures.latest_year() - 1
    context = {
        "totals": figures.totals(),
        "year": figures.academic_year(year),
        "state_pupils": figures.year_sum("state_pupils", year),
        "staff_hours": figures.year_sum("staff_hours", year),
        "categories": figures.projects_by_category(),
        "frequencies": figures.projects_by_frequency(),
        "phases": figures.partners_by_phase(),
        "regions": figures.projects_by_region(),
        "places": figures.places_of_hosts(),
        "today": timezone.localdate(),
    }
    return render(request, "pages/numbers.html", context)


@login_not_required
@require_safe
def advice_list(request: HttpRequest) -> HttpResponse:
    """Advice on starting and keeping a partnership."""
    return render(request, "pages/advice_list.html", {"pages": advice_pages().values()})


@login_not_required
@require_safe
def advice(request: HttpRequest, slug: str) -> HttpResponse:
    """One page of advice."""
    page = advice_pages().get(slug)
    if page is None:
        raise Http404("No advice page has this address.")
    others = [other for other in advice_pages().values() if other["slug"] != slug][:3]
    return render(request, "pages/advice.html", {"page": page, "others": others})


@login_not_required
@require_safe
def text_page(request: HttpRequest, name: str) -> HttpResponse:
    """About, privacy, accessibility, terms, keeping pupils safe."""
    return render(request, f"pages/{name}.html", {"page_name": name, "periods": periods()})


def periods() -> list[tuple[str, str]]:
    """How long what is kept, in words, from the settings by which the night forgets."""
    told = {
        "An account whose address was never confirmed": settings.UNVERIFIED_KEPT_DAYS,
        "E-mails that we sent": settings.LETTERS_KEPT_DAYS,
        "Invitations that are over": settings.INVITATIONS_KEPT_DAYS,
        "Places at schools that have ended": settings.MEMBERSHIPS_KEPT_DAYS,
        "Concerns that were closed: who reported and what they wrote": settings.REPORTS_KEPT_DAYS,
        "Who changed what in a project": settings.HISTORY_NAMES_KEPT_DAYS,
        "Conversations in which nobody writes any more. We warn both schools first": settings.ENQUIRIES_KEPT_DAYS,
    }
    return [(what, in_words(days)) for what, days in told.items()]


def in_words(days: int) -> str:
    """A span in the unit that fits: years, else days."""
    number, unit = (days // 365, "year") if days % 365 == 0 and days else (days, "day")
    return f"{number} {unit}{'' if number == 1 else 's'}"


@login_not_required
@require_safe
def robots(request: HttpRequest) -> HttpResponse:
    """Crawlers read pages, not every combination of filters, and nothing private."""
    return render(request, "pages/robots.txt", content_type="text/plain")


@login_not_required
@require_safe
def security(request: HttpRequest) -> HttpResponse:
    """RFC 9116: where to report a weakness; valid for a year from today, so never stale."""
    expires = timezone.now().replace(microsecond=0) + timedelta(days=365)
    return render(request, "pages/security.txt", {"expires": expires.isoformat()}, content_type="text/plain")


class PublicPages(Sitemap):
    """Everything that a visitor may read, a thousand addresses a page."""

    limit = 1000

    def __init__(self, queryset):
        self.queryset = queryset

    def items(self):
        return self.queryset


@login_not_required
@require_safe
def sitemap(request: HttpRequest) -> HttpResponse:
    """Projects, groups and the schools that stand behind a project, for search engines."""
    behind = figures.confirmed_participations().values("school")
    sections = {
        "projects": PublicPages(Project.objects.public().order_by("pk")),
        "groups": PublicPages(Group.objects.public().order_by("pk")),
        "schools": PublicPages(School.objects.filter(pk__in=behind).order_by("pk")),
    }
    return draw_sitemap(request, sections)
