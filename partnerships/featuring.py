"""What the home page shows of the projects."""

from django.db.models import F, QuerySet

from .models import Project


def on_the_home_page(most: int) -> QuerySet:
    """At most so many public projects: what moderators put there, the latest first; then what was checked last.

    The first of each are found by an index: to sort all by both would take as long as there are projects.
    """
    public = Project.objects.public()
    featured = public.filter(featured_at__isnull=False).order_by("-featured_at", "-pk")
    checked = public.order_by("-last_confirmed_on", "-pk")
    either = _first(featured, most).union(_first(checked, most))
    first = public.filter(pk__in=either).for_cards()
    return first.order_by(F("featured_at").desc(nulls_last=True), "-last_confirmed_on", "-pk")[:most]


def _first(projects: QuerySet, most: int) -> QuerySet:
    """Their ids. SQLite cuts no part of a union, so they are cut within."""
    return Project.objects.filter(pk__in=projects[:most].values("pk")).order_by().values("pk")
