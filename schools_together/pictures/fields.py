"""Form fields for pictures: one, or several at once."""

from django import forms
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import UploadedFile

from .cleaning import CleanPicture, clean_picture
from .limits import LONGEST_SIDE, MOST_FILES_AT_ONCE

# What a phone offers to choose from. HEIC by its ending too: not every browser knows its type.
ACCEPTED = "image/jpeg,image/png,image/webp,image/heic,image/heif,.heic,.heif"


class PictureField(forms.FileField):
    """One picture; its cleaned value is a CleanPicture, or None where none was chosen."""

    default_error_messages = {"required": "Choose a picture.", "missing": "Choose a picture."}

    def __init__(self, *, longest: int = LONGEST_SIDE, keep_see_through: bool = False, **options):
        self.cleaning = {"longest": longest, "keep_see_through": keep_see_through}
        options.setdefault("widget", forms.FileInput(attrs={"accept": ACCEPTED}))
        super().__init__(**options)

    def to_python(self, data) -> CleanPicture | None:
        return clean_picture(data, **self.cleaning) if data else None


class SeveralFiles(forms.FileInput):
    allow_multiple_selected = True


class PicturesField(PictureField):
    """Several pictures; its cleaned value is a list of CleanPicture. What could not be read stands in `troubles`.

    Those that are good are kept though others were not: nobody has to send three good ones again for a bad fourth.
    """

    def __init__(self, *, most: int = MOST_FILES_AT_ONCE, **options):
        self.most = most
        super().__init__(widget=SeveralFiles(attrs={"accept": ACCEPTED}), **options)

    def clean(self, data, initial=None) -> "CleanPictures":
        files = [file for file in data or [] if file]
        if self.required and not files:
            raise ValidationError(self.error_messages["required"], code="required")
        if len(files) > self.most:
            raise ValidationError(f"Choose at most {self.most} pictures at once.", code="most")
        found = CleanPictures()
        for file in files:
            try:
                found.append(clean_picture(file, **self.cleaning))
            except ValidationError as trouble:
                found.troubles.append(
                    f"{shown_name(file)}: {trouble.messages[0]}" if len(files) > 1 else trouble.messages[0]
                )
        if files and not found:
            raise ValidationError(found.troubles)
        return found


class CleanPictures(list[CleanPicture]):
    """The pictures that could be read, and a sentence for each that could not."""

    def __init__(self):
        super().__init__()
        self.troubles: list[str] = []


def shown_name(file: UploadedFile) -> str:
    """What to call a file in a sentence to whoever sent it: short, and without letters that turn the line round."""
    name = "".join(letter for letter in file.name or "" if letter.isprintable())
    return f"“{name[:37]}…”" if len(name) > 40 else f"“{name}”"
