"""What is done by night so that entries stay true, and nothing is kept for longer than it is needed."""

from datetime import date, timedelta

from django.conf import settings
from django.db import transaction
from django.utils import timezone

from schools_together.outbox.chores import every_night
from schools_together.outbox.jobs import write_job
from schools_together.pictures.keeping import keeps, sweep

from . import alert_letters, letters, reviews
from .actions import archive_project
from .actions.photos import remove_expired_photos
from .models import Alert, Document, Photo, Project, ReviewNudge, TakeDown, ViewCount

# So long after the answer we still know where to write to whoever asked for a picture to be taken down.
ADDRESS_KEPT = timedelta(days=30)
ALERT_YEAR = timedelta(days=365)
ANSWER_WITHIN = timedelta(days=30)
CONFIRM_WITHIN = timedelta(days=7)


@every_night("Entries that schools were asked about")
def ask_for_reviews(today: date) -> int:
    """Ask 11, 12 and 13 months after the last check whether an entry is still right; say after 15 that it is marked.

    One letter a lead and night, however many entries are due. A nudge is a row, so a second run asks nobody again.
    """
    asked = 0
    for school, due in reviews.due_by_school(today):
        with transaction.atomic():
            ReviewNudge.objects.bulk_create(
                [ReviewNudge(participation=one.part, months=one.months, checked_on=one.checked_on) for one in due]
            )
            letters.ask_for_review(school, due, today)
        asked += len(due)
    return asked


@every_night("Projects archived")
def archive_the_forgotten(today: date) -> int:
    """Take out of the lists what nobody has confirmed for two years."""
    return sum(archive_project(project=project, today=today) for project in Project.objects.overdue_for_archive(today))


@keeps("photos")
def photos_in_use() -> set[str]:
    """Every file that a picture of a project has."""
    return {name for photo in Photo.objects.kept().iterator() for name in photo.files}


@keeps("documents")
def documents_in_use() -> set[str]:
    return set(Document.objects.values_list("file", flat=True))


@every_night("Pictures removed whose consent has ended")
def end_consents(today: date) -> int:
    return remove_expired_photos(today)


@every_night("Files swept up that belong to nothing")
def sweep_files(today: date) -> int:
    """What a request or a worker has left that was killed half-way."""
    return sweep()


@every_night("Addresses forgotten of people who asked us to take a picture down")
def forget_who_asked(today: date) -> int:
    old = TakeDown.objects.filter(answered_at__lt=timezone.now() - ADDRESS_KEPT).exclude(reply_to="", words="")
    return old.update(reply_to="", words="")


@every_night("Alerts that look for what is new")
def look_for_alerts(today: date) -> int:
    """A job for each that is due; the worker does them, so that the night holds no table for long."""
    due = list(Alert.objects.due(today).order_by("pk").values_list("pk", flat=True))
    for pk in due:
        write_job("alert", key=f"alert {pk}", alert=pk, day=today.isoformat())
    return len(due)


@every_night("Alerts asked whether they are still wanted")
def ask_whether_alerts_are_wanted(today: date) -> int:
    """After a year without a word."""
    silent = Alert.objects.on().filter(wanted_on__lte=today - ALERT_YEAR, asked_again_on=None)
    for alert in silent.select_related("school"):
        alert_letters.ask_whether_wanted(alert, today)
        Alert.objects.filter(pk=alert.pk).update(asked_again_on=today)
    return len(silent)


@every_night("Alerts deleted")
def delete_alerts(today: date) -> int:
    """Those that nobody confirmed within a week, or kept within a month of our question."""
    unconfirmed = Alert.objects.waiting().filter(asked_at__lt=timezone.now() - CONFIRM_WITHIN)
    unwanted = Alert.objects.on().filter(asked_again_on__lte=today - ANSWER_WITHIN)
    return sum(alerts.delete()[1].get("partnerships.Alert", 0) for alerts in (unconfirmed, unwanted))


@every_night("Counts of views forgotten")
def forget_old_views(today: date) -> int:
    """Those older than VIEWS_KEPT_DAYS."""
    return ViewCount.objects.filter(day__lt=today - timedelta(days=settings.VIEWS_KEPT_DAYS)).delete()[0]


@every_night("Search entries to be compared")
def ask_to_reindex(today: date) -> int:
    """Schools change their names with an import, moderators change words: let the worker compare every entry."""
    write_job("reindex", key="reindex")
    return Project.objects.public().count()
