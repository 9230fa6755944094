"""Pages of the site itself. With desk.py the only modules that may know every app."""

from datetime import timedelta
from urllib.parse import urlsplit

from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.contrib.sitemaps import Sitemap
from django.contrib.sitemaps.views import sitemap as draw_sitemap
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from accounts.permissions import schools_of
from partnerships import figures, linked_data
from partnerships.featuring import on_the_home_page
from partnerships.models import Category, Group, Listing, Project
from schools.models import LocalAuthority, School

from . import desk
from .advice import advice_pages

LISTS = ("project_list", "category_list", "authority_list", "group_list", "listing_list")
TEXT_PAGES = ("about", "privacy", "accessibility", "terms", "safeguarding")


@login_not_required
@require_safe
def home(request: HttpRequest) -> HttpResponse:
    """What this is, one search, the categories, what is new, who is looking."""
    context = {
        "categories": figures.categories_with_counts(),
        "totals": figures.totals(),
        "newest": on_the_home_page(2),
        "listings": Listing.objects.open().for_cards().newest_first()[:3],
        "today": timezone.localdate(),
        "linked_data": linked_data.of_site(),
    }
    return render(request, "pages/home.html", context)


@never_cache
@require_safe
def my_school(request: HttpRequest) -> HttpResponse:
    """Everything that waits for me, and what my school does."""
    return render(request, "pages/my_school.html", desk.desk_of(request))


@never_cache
@require_safe
def report(request: HttpRequest) -> HttpResponse:
    """The report for governors: the last school year on one sheet, for members of the school."""
    schools = list(schools_of(request.user))
    if not schools:
        raise Http404("There is a report for members of a school only.")
    return render(request, "pages/report.html", desk.report_of(desk.chosen_of(request, schools)))


@login_not_required
@require_safe
def numbers(request: HttpRequest) -> HttpResponse:
    """Figures of this directory: counted, dated, and saying how."""
    context = {"totals": figures.totals(), **figures.all_figures(), "today": timezone.localdate()}
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
    """Everything of one kind that a visitor may read, a thousand addresses a page; named as SITE_URL says."""

    limit = 1000

    def __init__(self, queryset, changed: str = ""):
        self.queryset = queryset
        if changed:
            self.lastmod = lambda thing: getattr(thing, changed)

    def items(self):
        return self.queryset

    def get_domain(self, site=None) -> str:
        return urlsplit(settings.SITE_URL).netloc

    def get_protocol(self, protocol=None) -> str:
        return urlsplit(settings.SITE_URL).scheme


class PlainPages(PublicPages):
    """Pages that are not rows: those of text, advice, categories and authorities."""

    def __init__(self):
        self.queryset = [
            *(reverse(name) for name in ("home", "numbers", "advice_list", *TEXT_PAGES)),
            *(reverse(f"partnerships:{name}") for name in LISTS),
            *(reverse("advice", args=[slug]) for slug in advice_pages()),
        ]

    def location(self, item: str) -> str:
        return item


def sitemaps() -> dict[str, PublicPages]:
    """The parts of the map of the site, for search engines."""
    behind = figures.confirmed_participations().values("school")
    authorities = LocalAuthority.objects.filter(schools__in=behind).distinct()
    return {
        "pages": PlainPages(),
        "projects": PublicPages(Project.objects.public().order_by("pk"), "updated_at"),
        "categories": PublicPages(Category.objects.order_by("pk")),
        "authorities": AuthorityPages(authorities.order_by("pk")),
        "groups": PublicPages(Group.objects.public().order_by("pk")),
        "schools": PublicPages(School.objects.filter(pk__in=behind).order_by("pk")),
    }


class AuthorityPages(PublicPages):
    """Landing pages of local authorities in which something runs. `schools` does not know their addresses."""

    def location(self, item: LocalAuthority) -> str:
        return reverse("partnerships:authority", args=[item.slug])


@login_not_required
@require_safe
def sitemap(request: HttpRequest) -> HttpResponse:
    """The index: every part with each of its pages."""
    addresses = [
        f"{settings.SITE_URL}{reverse('sitemap_part', args=[name])}{f'?p={number}' if number > 1 else ''}"
        for name, part in sitemaps().items()
        for number in part.paginator.page_range
    ]
    return render(request, "pages/sitemap.xml", {"addresses": addresses}, content_type="application/xml")


@login_not_required
@require_safe
def sitemap_part(request: HttpRequest, part: str) -> HttpResponse:
    """One part of the map of the site, a thousand addresses a page."""
    return draw_sitemap(request, sitemaps(), section=part)
