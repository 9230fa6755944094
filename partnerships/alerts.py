"""What an alert looks for, in words and in projects, and the signed addresses by which its owner rules it."""

from datetime import date, datetime, timedelta

from django.core import signing
from django.db.models import Exists, OuterRef, QuerySet
from django.http import QueryDict
from django.urls import reverse

from schools.models import School

from .forms.searching import ProjectSearchForm
from .models import Alert, AlertMatch, Participation, Project
from .search import FACETS, all_ids

SALT = "partnerships.alerts"
QUESTIONS = ("q", "near", "within", *FACETS)  # the page and the order of a list are no part of the question
LONGEST = Alert._meta.get_field("words").max_length


def question_of(query: QueryDict) -> str:
    """The question in a list's address, always spelled the same way, so that asking twice is asking once."""
    clean = QueryDict(mutable=True)
    for name in QUESTIONS:
        clean.setlist(name, sorted({value.strip() for value in query.getlist(name) if value.strip()}))
    return clean.urlencode()


def words_of(question: str, school: School | None = None) -> str:
    """The question as people say it: “swimming”, within 10 miles of BS1, Sport."""
    if school is not None:
        return f"Projects with {school}"[:LONGEST]
    form = ProjectSearchForm(QueryDict(question))
    form.is_valid()
    asked, parts = form.cleaned_data, []
    if asked.get("q"):
        parts.append(f"“{asked['q']}”")
    if asked.get("near"):
        miles = asked.get("within")
        parts.append(f"within {miles} miles of {form.data['near']}" if miles else f"near {form.data['near']}")
    for facet in FACETS:
        labels = dict(form.fields[facet].choices)
        parts += [str(labels[value]) for value in asked.get(facet) or () if value in labels]
    return (", ".join(parts) or "Every new project")[:LONGEST]


def new_matches(alert: Alert) -> list[Project]:
    """Public projects, newest first, that came after the alert was confirmed: published, or joined by its school."""
    told = alert.matches.values("project")
    fresh = Project.objects.public().exclude(pk__in=told)
    if alert.school_id:
        joined = Participation.objects.confirmed().filter(school=alert.school_id)
        recent = joined.filter(answered_at__gt=alert.confirmed_at).values("project")
        news = fresh.filter(pk__in=recent) | fresh.filter(
            pk__in=joined.values("project"), published_at__gt=alert.confirmed_at
        )
        return list(news.order_by("-published_at", "-pk"))
    news = _published_since(fresh, alert.confirmed_at)
    if not news:
        return []  # most nights; a search is not begun for nothing
    criteria = ProjectSearchForm(QueryDict(alert.query)).criteria()
    found = {pk for pk in all_ids(criteria) if pk in news}
    return list(Project.objects.filter(pk__in=found).order_by("-published_at", "-pk"))


def found_lately(user, today: date) -> QuerySet:
    """The public projects that this person's alerts have found in the last two weeks, each as {"project": id}."""
    return matches_of(user).filter(found_on__gt=today - timedelta(days=14)).order_by().values("project").distinct()


def matches_of(user):
    """What this person's alerts have found and is still public, latest first."""
    # Asked of each match: a list of all that is public would be made first, however few matches there are.
    public = Exists(Project.objects.public().filter(pk=OuterRef("project")))
    mine = AlertMatch.objects.filter(public, alert__in=Alert.objects.of_user(user))
    return mine.select_related("project", "alert").order_by("-found_on", "-pk")


def _published_since(projects, instant: datetime) -> set[int]:
    return set(projects.filter(published_at__gt=instant).values_list("pk", flat=True))


def address_of(name: str, alert: Alert) -> str:
    """Where the owner confirms, keeps or ends an alert, without an account; each address does one of the three."""
    return reverse(f"partnerships:{name}", args=[signing.Signer(salt=f"{SALT}.{name}").sign_object(alert.pk)])


def pk_of(name: str, token: str) -> int:
    """The alert of such an address. Raises signing.BadSignature."""
    return signing.Signer(salt=f"{SALT}.{name}").unsign_object(token)


def list_address(alert: Alert) -> str:
    """The list on which all that fits stands."""
    if alert.school_id:
        return alert.school.get_absolute_url()
    address = reverse("partnerships:project_list")
    return f"{address}?{alert.query}" if alert.query else address
