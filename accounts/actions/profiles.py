"""What a school says about itself. Here and not in `schools`, because only its leads may say it."""

from django.core.exceptions import PermissionDenied
from django.core.files.storage import default_storage
from django.db import transaction

from accounts.permissions import can_edit_profile
from schools.models import School, SchoolProfile
from schools_together.pictures.cleaning import CleanPicture

from .memberships import hold

LEADS_WRITE = "Only a lead of this school may change what it says about itself. Ask a lead."


@transaction.atomic
def edit_profile(
    *, by, school: School, words: dict[str, str], logo: CleanPicture | None = None, logo_goes: bool = False
) -> SchoolProfile:
    """Change the words of a profile, and its logo where there is a new one or the old one goes.

    Order: hold the school, words, new file, row, old file once all holds. A trusted school's logo is shown at once,
    another's when a moderator has seen it.
    Raises PermissionDenied but for leads of the school.
    """
    if not can_edit_profile(by, school):
        raise PermissionDenied(LEADS_WRITE)
    profile, _ = SchoolProfile.objects.get_or_create(school=hold(school))
    for name, value in words.items():
        setattr(profile, name, value)
    old = profile.logo.name if logo or logo_goes else ""
    if logo:
        profile.logo.save(logo.as_file().name, logo.as_file(), save=False)
        profile.logo_is_shown = profile.trusted_on is not None
    elif logo_goes:
        profile.logo, profile.logo_is_shown = "", False
    profile._history_user, profile._change_reason = by, "Profile changed"
    profile.save()
    if old:
        transaction.on_commit(lambda: default_storage.delete(old))
    return profile
