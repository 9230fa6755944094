"""The smaller and lighter sizes of a picture, which the worker makes from the one that we keep."""

from collections.abc import Iterator
from dataclasses import dataclass
from io import BytesIO

from PIL import Image

WIDTHS = (480, 960, 1440)
KINDS = {"avif": "image/avif", "webp": "image/webp", "jpg": "image/jpeg"}  # the lightest first, as pages offer them
# Tried one after the other until the size fits; the last one is taken as it is.
QUALITIES = {"avif": (62, 50, 38), "webp": (78, 66, 54), "jpg": (82, 72, 60)}
OPTIONS = {"avif": {"speed": 8}, "webp": {"method": 4}, "jpg": {"optimize": True, "progressive": True}}
FORMATS = {"avif": "AVIF", "webp": "WEBP", "jpg": "JPEG"}
MOST_BYTES = 200_000


@dataclass(frozen=True)
class Size:
    """One file of a picture: its kind (a key of KINDS), how wide it is, and its bytes."""

    kind: str
    width: int
    content: bytes


def sizes_of(content: bytes) -> Iterator[Size]:
    """Every width that is not larger than the picture, in every kind; at least one width."""
    with Image.open(BytesIO(content)) as image:
        image.load()
        for width in widths_for(image.width):
            height = max(1, round(image.height * width / image.width))
            small = image.convert("RGB").resize((width, height), Image.Resampling.LANCZOS)
            for kind in KINDS:
                yield Size(kind, width, _light_enough(small, kind))


def widths_for(width: int) -> list[int]:
    """The widths in which a picture so wide is offered."""
    return [offered for offered in WIDTHS if offered < width] or [width]


def _light_enough(image: Image.Image, kind: str) -> bytes:
    for quality in QUALITIES[kind]:
        written = BytesIO()
        image.save(written, FORMATS[kind], quality=quality, **OPTIONS[kind])
        if written.tell() <= MOST_BYTES:
            break
    return written.getvalue()
