"""The list of projects for other programs: a feed of what is new, and everything as open data. All filters apply."""

from dataclasses import replace
from itertools import islice

from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse, StreamingHttpResponse
from django.urls import reverse
from django.utils.feedgenerator import Atom1Feed
from django.views.decorators.cache import cache_control
from django.views.decorators.http import require_safe

from partnerships import opendata
from partnerships.forms.searching import ProjectSearchForm
from partnerships.models import Project
from partnerships.search import all_ids

IN_FEED = 50


@login_not_required
@require_safe
@cache_control(no_cache=True)
def project_feed(request: HttpRequest) -> HttpResponse:
    """The newest projects that fit, as Atom."""
    criteria = replace(ProjectSearchForm(request.GET).criteria(), sort="newest")
    projects = Project.objects.public().for_cards().in_bulk(list(islice(all_ids(criteria), IN_FEED)))
    newest = sorted(projects.values(), key=lambda project: project.published_at, reverse=True)
    here = f"{settings.SITE_URL}{request.get_full_path()}"
    feed = Atom1Feed(
        title=f"New projects – {settings.SITE_NAME}",
        link=f"{settings.SITE_URL}{reverse('partnerships:project_list')}",
        description="Projects that schools run together.",
        language=settings.LANGUAGE_CODE,
        feed_url=here,
        feed_guid=here,
        author_name=settings.SITE_NAME,
    )
    for project in newest:
        address = f"{settings.SITE_URL}{project.get_absolute_url()}"
        feed.add_item(
            title=project.title,
            link=address,
            unique_id=address,
            description=f"{project.byline}. {project.summary}".removeprefix(". "),
            pubdate=project.published_at,
            updateddate=project.published_at,
            categories=[project.category.name],
        )
    return HttpResponse(feed.writeString("utf-8"), content_type="application/atom+xml; charset=utf-8")


@login_not_required
@require_safe
@cache_control(no_cache=True)
def project_csv(request: HttpRequest) -> StreamingHttpResponse:
    """Everything that fits, as a table."""
    return _export(request, opendata.as_csv, "text/csv; charset=utf-8", "csv")


@login_not_required
@require_safe
@cache_control(no_cache=True)
def project_json(request: HttpRequest) -> StreamingHttpResponse:
    """Everything that fits, for programs."""
    return _export(request, opendata.as_json, "application/json", "json")


def _export(request: HttpRequest, written, content_type: str, ending: str) -> StreamingHttpResponse:
    ids = all_ids(ProjectSearchForm(request.GET).criteria())
    response = StreamingHttpResponse(written(opendata.rows_of(ids)), content_type=content_type)
    response["Content-Disposition"] = f'attachment; filename="schools-together.{ending}"'
    response["Link"] = f'<{opendata.LICENCE}>; rel="license"'
    response["X-Robots-Tag"] = "noindex"
    return response
