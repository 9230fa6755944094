"""From what somebody sends to a picture that holds nothing but what it shows.

Every stored byte is our own: the picture is decoded, turned upright, made smaller and written anew. What the camera
and others put beside it (place, time, names, comments, thumbnails, whatever hangs behind the end) stays behind, and the
original is kept nowhere.
"""

import logging
import secrets
from contextlib import contextmanager
from dataclasses import dataclass
from io import BytesIO
from threading import BoundedSemaphore

from django.core.exceptions import ValidationError
from django.core.files.base import ContentFile
from PIL import Image, ImageCms, ImageOps

from .limits import (
    LONGEST_SIDE,
    LONGEST_WAIT_SECONDS,
    MOST_BYTES,
    MOST_IN_LINE,
    MOST_PIXELS,
    MOST_PIXELS_OF_WEBP,
)
from .scanning import refuse_malware

logger = logging.getLogger(__name__)
KINDS = ("JPEG", "PNG", "WEBP", "HEIF")
ORIENTATION = 0x0112
WHITE = (255, 255, 255)
NO_PICTURE = "We cannot read this as a picture. Choose a JPEG, PNG, WebP or HEIC file."
BROKEN = "This picture is damaged or was cut off. Choose it again, or save it as a new JPEG first."
TOO_MANY_POINTS = "This picture has more than 40 million points. Make it smaller, then choose it again."
TOO_MANY_FOR_WEBP = (
    "This picture has more than 9 million points, too many for WebP. Save it as a JPEG, then choose that."
)
MOVES = "This picture moves. Choose one that stands still."
BUSY = "We are busy with other pictures. Try again in a minute."
# One decoder at a time in each process: memory stays bounded, however many people send at once.
_turn = BoundedSemaphore(1)
# Whoever waits holds a thread that could answer a page: the line is short, and the rest are asked to come back.
_line = BoundedSemaphore(MOST_IN_LINE)


@dataclass(frozen=True)
class CleanPicture:
    """A picture as we store it: JPEG, or PNG where see-through parts were asked for."""

    content: bytes
    extension: str
    width: int
    height: int

    @property
    def content_type(self) -> str:
        return {"jpg": "image/jpeg", "png": "image/png"}[self.extension]

    def as_file(self) -> ContentFile:
        """To hand to a FileField: the name is ours, and nobody can guess it."""
        return ContentFile(self.content, name=f"{random_name()}.{self.extension}")


def random_name() -> str:
    return secrets.token_hex(16)


def clean_picture(upload, *, longest: int = LONGEST_SIDE, keep_see_through: bool = False) -> CleanPicture:
    """What `upload` (any file with a `size`) shows, written anew with at most `longest` points a side.

    `keep_see_through` gives a PNG where the picture has see-through parts (a logo); else they become white.
    Raises ValidationError with a sentence for whoever sent it.
    """
    refuse_by_size(upload.size)
    refuse_malware(upload)
    with _one_at_a_time():
        try:
            return _rewritten(upload, longest, keep_see_through)
        except ValidationError:
            raise
        except (Image.DecompressionBombError, Image.DecompressionBombWarning):
            raise ValidationError(TOO_MANY_POINTS, code="points") from None
        except Exception as trouble:  # noqa: BLE001 - decoders of four formats raise whatever a broken file makes them
            logger.info("A picture could not be read: %s", type(trouble).__name__)
            raise ValidationError(BROKEN, code="broken") from None


def refuse_by_size(size: int) -> None:
    """Before a single byte is read."""
    if not size:
        raise ValidationError("This file is empty. Choose the picture again.", code="empty")
    if size > MOST_BYTES:
        most = MOST_BYTES // 1024 // 1024
        raise ValidationError(f"This picture is larger than {most} MB. Choose a smaller one.", code="bytes")


@contextmanager
def _one_at_a_time():
    if not _line.acquire(blocking=False):
        raise ValidationError(BUSY, code="busy")
    try:
        if not _turn.acquire(timeout=LONGEST_WAIT_SECONDS):
            raise ValidationError(BUSY, code="busy")
        try:
            yield
        finally:
            _turn.release()
    finally:
        _line.release()


def _rewritten(upload, longest: int, keep_see_through: bool) -> CleanPicture:
    upload.seek(0)
    with _opened(upload) as image:
        turn = _orientation(image)
        image.draft("RGB", (longest, longest))  # a JPEG is then decoded at a half, a quarter or an eighth
        profile = image.info.get("icc_profile")
        small = _shrunk(image, longest, keep_see_through)
    small = _upright(_in_plain_colours(small, profile), turn)
    small.info.clear()
    extension, options = ("png", {}) if small.mode == "RGBA" else ("jpg", {"quality": 84, "progressive": True})
    written = BytesIO()
    small.save(written, "PNG" if extension == "png" else "JPEG", optimize=True, **options)
    return CleanPicture(written.getvalue(), extension, small.width, small.height)


def _opened(upload) -> Image.Image:
    """Known by its content alone: neither its name nor what the browser calls it counts. Nothing is decoded yet."""
    try:
        image = Image.open(upload, formats=KINDS)
    except Image.UnidentifiedImageError:
        raise ValidationError(NO_PICTURE, code="kind") from None
    if image.width * image.height > MOST_PIXELS:
        raise ValidationError(TOO_MANY_POINTS, code="points")
    if image.format == "WEBP" and image.width * image.height > MOST_PIXELS_OF_WEBP:
        raise ValidationError(TOO_MANY_FOR_WEBP, code="points")
    # A phone's JPEG (MPO) or HEIC may carry a second view of the same moment: the first is the picture.
    if image.format in ("PNG", "WEBP") and getattr(image, "is_animated", False):
        raise ValidationError(MOVES, code="moves")
    return image


def _orientation(image: Image.Image) -> int:
    """How the camera was held, 1 to 8; upright where its notes cannot be read."""
    try:
        return image.getexif().get(ORIENTATION, 1)
    except Exception:  # noqa: BLE001 - notes of a camera may be broken in any way, and the picture is still good
        return 1


def _shrunk(image: Image.Image, longest: int, keep_see_through: bool) -> Image.Image:
    """Decoded, eight bits for each colour, and no larger than asked."""
    image.load()
    if image.mode.startswith(("I", "F")):
        image = image.convert("I").point(lambda value: value * (1 / 256)).convert("L")
    if image.mode not in ("RGB", "RGBA", "L", "CMYK"):
        image = image.convert("RGBA" if image.has_transparency_data else "RGB")
    image.thumbnail((longest, longest), Image.Resampling.LANCZOS, reducing_gap=2)
    if image.mode != "RGBA" or keep_see_through:
        return image
    paper = Image.new("RGB", image.size, WHITE)
    paper.paste(image, mask=image.getchannel("A"))
    return paper


def _in_plain_colours(image: Image.Image, profile: bytes | None) -> Image.Image:
    """In sRGB, which every screen knows: the camera's own colour profile does not stay."""
    wanted = "RGBA" if image.mode == "RGBA" else "RGB"
    if profile:
        try:
            given = ImageCms.ImageCmsProfile(BytesIO(profile))
            return ImageCms.profileToProfile(image, given, ImageCms.createProfile("sRGB"), outputMode=wanted)
        except (ImageCms.PyCMSError, OSError, ValueError, TypeError):
            logger.info("A colour profile could not be used.")
    return image if image.mode == wanted else image.convert(wanted)


def _upright(image: Image.Image, orientation: int) -> Image.Image:
    note = Image.Exif()
    note[ORIENTATION] = orientation
    image.info = {"exif": note.tobytes()}
    return ImageOps.exif_transpose(image) if orientation in range(2, 9) else image
