"""Pictures of a project: added and told by its school, held by whoever asks, shown or removed by a moderator."""

from datetime import date, datetime, time, timedelta

from django.core.exceptions import PermissionDenied, ValidationError
from django.core.files.storage import default_storage
from django.db import transaction
from django.db.models import Max, Sum
from django.utils import timezone

from accounts import ledger
from partnerships import letters
from partnerships.models import Photo, PhotoState, Project, TakeDown, TakeDownReason
from partnerships.permissions import can_edit_project, can_moderate_project, can_remove_photo
from schools_together.outbox.jobs import write_job
from schools_together.pictures.cleaning import CleanPicture

from .locking import locked, mirror, refuse
from .moving import to_be_read_again

MOST_PICTURES = 8
MOST_A_DAY = 60  # for one person
MOST_BYTES_OF_A_SCHOOL = 300_000_000
NOT_YOURS = "Only members of the school that posted this project may change its pictures."
NO_CONSENT = "Tick the box to say that everybody in the pictures has agreed."
NO_WORDS = "Say in a few words what the picture shows, or tick “decorative”."
ASKED_BEFORE = "Somebody had asked for this before a backup was restored. What they wrote is lost."
ASKED_WITHIN = timedelta(minutes=1)  # between a request and its line in the ledger
MIRRORED = ["state", "alt", "is_decorative", "caption", "position", "sizes", "image", "removed_at"]


@transaction.atomic
def add_photos(
    *, by, project: Project, pictures: list[CleanPicture], has_consent: bool, consent_until_on: date | None = None
) -> list[Photo]:
    """Add clean pictures to a project, hidden until a moderator has seen them; `by` gives their word for the consent.

    Order: lock on the project, limits, files and rows, jobs for the lighter sizes.
    Raises PermissionDenied, ValidationError without consent and beyond a limit. A refusal leaves no file behind.
    """
    stored = locked(project)
    if not can_edit_project(by, stored):
        raise PermissionDenied(NOT_YOURS)
    refuse("" if has_consent else NO_CONSENT)
    refuse(_why_not_more(stored, by, pictures))
    consent = {"consent_by": by, "consent_at": timezone.now(), "consent_until_on": consent_until_on}
    last = stored.photos.aggregate(last=Max("position"))["last"] or 0
    added = []
    try:
        for place, picture in enumerate(pictures, start=last + 1):
            photo = Photo(project=stored, width=picture.width, height=picture.height, position=place, **consent)
            photo.bytes = len(picture.content)
            photo.image.save(picture.as_file().name, picture.as_file(), save=False)
            added.append(photo)
            photo.save()
            write_job("photo sizes", key=f"sizes of photo {photo.pk}", photo=photo.pk)
    except Exception:  # whatever stopped us, the files that were written so far have no row to belong to
        _delete_files([name for photo in added for name in photo.files])
        raise
    to_be_read_again(stored)
    mirror(project, stored, ["read_at"])
    return added


@transaction.atomic
def tell_photo(
    *, by, photo: Photo, alt: str, is_decorative: bool, caption: str = "", position: int | None = None
) -> Photo:
    """What a picture shows, what stands below it, and where it stands among the others.

    Raises PermissionDenied, ValidationError where it is neither described nor decorative.
    """
    project = locked(photo.project)
    if not can_edit_project(by, project):
        raise PermissionDenied(NOT_YOURS)
    stored = locked(photo)
    alt = "" if is_decorative else alt.strip()[:200]
    refuse("" if alt or is_decorative else NO_WORDS)
    before = (stored.alt, stored.is_decorative, stored.caption)
    stored.alt, stored.is_decorative, stored.caption = alt, is_decorative, caption.strip()[:200]
    stored.position = stored.position if position is None else position
    stored.save(update_fields=["alt", "is_decorative", "caption", "position"])
    if stored.is_public and before != (stored.alt, stored.is_decorative, stored.caption):
        to_be_read_again(project)
    refresh_cover(project)
    mirror(photo, stored, MIRRORED)
    return photo


@transaction.atomic
def remove_photo(*, by, photo: Photo) -> Photo:
    """Take a picture away for good, with every file of it, at once. Removing twice is removing once.

    `by` is any member of the posting school, or a moderator.
    """
    project = locked(photo.project)
    if not can_remove_photo(by, photo):
        raise PermissionDenied(NOT_YOURS)
    return _remove(photo, project)


@transaction.atomic
def hold_photo(*, photo: Photo, reason: str, words: str = "", reply_to: str = "") -> TakeDown:
    """Anybody asks us to take a picture down: it is hidden at once, and looked at afterwards.

    Order: lock, the request, the ledger that outlasts a restore, state, letters to the leads of the school and to the
    moderators (once while it is held).
    Raises ValidationError where it is removed already.
    """
    project = locked(photo.project)
    stored = locked(photo)
    refuse("This picture is gone already." if stored.state == PhotoState.REMOVED else "")
    asked = TakeDown.objects.create(photo=stored, reason=reason, words=words.strip()[:1000], reply_to=reply_to)
    ledger.note([_held_mark(stored)])
    if stored.state != PhotoState.HELD:
        _move(stored, PhotoState.HELD)
        refresh_cover(project)
        letters.tell_of_held_photo(asked)
    mirror(photo, stored, ["state"])
    return asked


@transaction.atomic
def show_photo(*, by, photo: Photo) -> Photo:
    """A moderator has seen it: it is public from now on, wherever its project is. Showing twice is showing once.

    Raises PermissionDenied, ValidationError where it is not described, without consent, or removed.
    """
    project = locked(photo.project)
    if not can_moderate_project(by, project):
        raise PermissionDenied("Only moderators who do not belong to the school show its pictures.")
    stored = locked(photo)
    if not stored.is_public:
        refuse("" if stored.has_words else "The school has not yet said what this picture shows.")
        refuse("" if stored.consent_at else "There is no consent for this picture.")
        _move(stored, PhotoState.PUBLIC)
        _answer_requests(stored)
        refresh_cover(project)
    mirror(photo, stored, ["state"])
    return photo


@transaction.atomic
def take_away_again(erasures: dict[str, datetime]) -> int:
    """After a backup was restored: remove the pictures that had been removed since, hold those that somebody had asked
    us to take down since. Returns how many. What this database knows of is left alone, so twice does no harm.
    """
    done = 0
    for photo in Photo.objects.kept().select_related("project").iterator(chunk_size=500):
        removed, held = (erasures.get(ledger.digest_of(mark(photo))) for mark in (_removed_mark, _held_mark))
        if removed:
            _remove(photo, locked(photo.project))
        elif held and not photo.take_downs.filter(asked_at__gte=held - ASKED_WITHIN).exists():
            hold_photo(photo=photo, reason=TakeDownReason.OTHER, words=ASKED_BEFORE)
        else:
            continue
        done += 1
    return done


def _removed_mark(photo: Photo) -> str:
    return f"removed picture {photo.key}"


def _held_mark(photo: Photo) -> str:
    return f"held picture {photo.key}"


def remove_expired_photos(today: date) -> int:
    """Take away the pictures whose consent has ended; the leads of their schools are told. Returns how many."""
    expired = Photo.objects.kept().filter(consent_until_on__lt=today).select_related("project__school")
    for photo in expired:
        with transaction.atomic():
            _remove(photo, locked(photo.project))
            letters.tell_of_expired_photo(photo)
    return len(expired)


def refresh_cover(project: Project) -> None:
    """The first public picture stands on the cards of lists: kept with the project, so that a list asks once."""
    first = project.photos.public().order_by("position", "pk").first()
    if project.cover_id != (first.pk if first else None):
        project.cover = first
        project.save(update_fields=["cover", "updated_at"])


def _remove(photo: Photo, project: Project) -> Photo:
    stored = locked(photo)
    if stored.state != PhotoState.REMOVED:
        files = stored.files
        stored.image, stored.sizes, stored.bytes = "", [], 0
        stored.alt = stored.caption = ""
        stored.removed_at = timezone.now()
        _move(stored, PhotoState.REMOVED)
        _answer_requests(stored)
        ledger.note([_removed_mark(stored)])
        refresh_cover(project)
        transaction.on_commit(lambda: _delete_files(files))
    mirror(photo, stored, MIRRORED)
    return photo


def _move(photo: Photo, state: str) -> None:
    if not photo.may_move_to(state):
        raise ValidationError(f"A picture that is “{photo.get_state_display().lower()}” cannot become “{state}”.")
    photo.state = state
    photo.save()


def _answer_requests(photo: Photo) -> None:
    photo.take_downs.filter(answered_at=None).update(answered_at=timezone.now())


def _delete_files(names: list[str]) -> None:
    for name in names:
        default_storage.delete(name)


def _why_not_more(project: Project, by, pictures: list[CleanPicture]) -> str:
    """The sentence of the first limit that these pictures would break; empty where they fit."""
    there = project.photos.kept().count()
    if there + len(pictures) > MOST_PICTURES:
        return (
            f"A project has at most {MOST_PICTURES} pictures, and this one has {there}. Choose fewer, or remove some."
        )
    day = timezone.make_aware(datetime.combine(timezone.localdate(), time.min))
    since = Photo.objects.filter(consent_by=by, added_at__gte=day, added_at__lt=day + timedelta(days=1)).count()
    if since + len(pictures) > MOST_A_DAY:
        return f"You have added {since} pictures today. Go on tomorrow."
    stored = Photo.objects.filter(project__school=project.school_id).aggregate(all=Sum("bytes"))["all"] or 0
    if stored + sum(len(picture.content) for picture in pictures) > MOST_BYTES_OF_A_SCHOOL:
        return "The pictures of your school fill the space that each school has. Remove some that you no longer need."
    return ""
