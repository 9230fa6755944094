"""What becomes of a picture between the phone and the storage: nothing stays but what it shows."""

import shutil
import subprocess
import sys
from io import BytesIO
from threading import BoundedSemaphore

import pytest
from django.core.exceptions import ValidationError
from PIL import Image

from schools_together.pictures import cleaning
from schools_together.pictures.cleaning import clean_picture
from tests import pictures
from tests.pictures import upload

REFUSED, HARMLESS = pictures.refused(), pictures.made_harmless()
LEFTOVERS = (
    b"<script",
    b"<?php",
    b"PK\x03\x04",
    b"META-INF",
    pictures.CANARY.encode(),
    b"PhoneMaker",
    b"Exif",
    b"8BIM",
)
RED, BLUE = (254, 0, 0), (0, 0, 254)


def shown(clean) -> Image.Image:
    picture = Image.open(BytesIO(clean.content))
    picture.load()
    return picture


def is_near(one, other) -> bool:
    return max(abs(a - b) for a, b in zip(one, other, strict=True)) < 40


@pytest.mark.parametrize("what", REFUSED)
def test_is_refused_with_a_sentence(what):
    with pytest.raises(ValidationError) as refusal:
        clean_picture(upload(REFUSED[what]))
    sentence = refusal.value.messages[0]
    assert sentence.startswith(("We cannot read", "This picture", "This file")) and sentence.endswith(".")


@pytest.mark.parametrize("what", HARMLESS)
def test_nothing_stays_but_what_it_shows(what):
    clean = clean_picture(upload(HARMLESS[what]))
    assert [part for part in LEFTOVERS if part in HARMLESS[what]] != []
    assert [part for part in LEFTOVERS if part in clean.content] == []
    picture = shown(clean)
    assert picture.format == "JPEG" and set(picture.info) <= {
        "jfif",
        "jfif_version",
        "jfif_unit",
        "jfif_density",
        "progressive",
        "progression",
    }
    assert dict(picture.getexif()) == {}


def test_there_are_at_least_36_hostile_files():
    assert len(REFUSED) + len(HARMLESS) >= 36


@pytest.mark.parametrize("kind", ["JPEG", "PNG", "WEBP", "HEIC"])
def test_exiftool_finds_nothing_of_the_camera(kind, tmp_path):
    if shutil.which("exiftool") is None:
        pytest.skip("exiftool is not on this machine.")
    before = pictures.HEIC if kind == "HEIC" else pictures.full_of_notes(kind)
    assert "GPS" in told_by_exiftool(tmp_path / "before", before)
    after = told_by_exiftool(tmp_path / "after", clean_picture(upload(before)).content)
    groups = {line.split("]")[0].strip("[ ") for line in after.splitlines()}
    assert groups <= {"ExifTool", "File", "JFIF", "Composite"}


def told_by_exiftool(path, content: bytes) -> str:
    path.write_bytes(content)
    return subprocess.run(["exiftool", "-G", "-a", str(path)], capture_output=True, text=True).stdout


@pytest.mark.parametrize(
    ("orientation", "size", "blue_at"),
    [(1, (640, 480), (10, 240)), (3, (640, 480), (630, 240)), (6, (480, 640), (240, 10)), (8, (480, 640), (240, 630))],
)
def test_a_turned_phone_gives_an_upright_picture(orientation, size, blue_at):
    clean = clean_picture(upload(pictures.jpeg(exif=pictures.camera_notes(orientation))))
    assert (clean.width, clean.height) == size == shown(clean).size
    assert is_near(shown(clean).getpixel(blue_at), BLUE)


def test_a_large_picture_becomes_smaller_and_a_small_one_stays():
    assert (clean_picture(upload(pictures.jpeg(4000, 3000))).width, 1200) == (1600, 1200)
    clean = clean_picture(upload(pictures.jpeg(300, 200)))
    assert (clean.width, clean.height) == (300, 200)


def test_an_iphone_picture_is_read_whatever_its_name():
    clean = clean_picture(upload(pictures.HEIC, "holiday.jpg"))
    assert (clean.extension, clean.content_type, clean.width, clean.height) == ("jpg", "image/jpeg", 64, 48)
    assert is_near(shown(clean).getpixel((60, 24)), (200, 30, 30))


def test_a_see_through_logo_stays_so_where_that_is_asked_for_and_becomes_white_elsewhere():
    logo = Image.new("RGBA", (64, 64), (0, 0, 0, 0))
    content = pictures.written(logo, "PNG")
    kept = clean_picture(upload(content, "logo.png"), longest=32, keep_see_through=True)
    assert (kept.extension, kept.width, shown(kept).mode) == ("png", 32, "RGBA")
    assert shown(clean_picture(upload(content, "logo.png"))).getpixel((5, 5)) == (255, 255, 255)


@pytest.mark.parametrize("mode", ["L", "LA", "P", "1", "I;16", "CMYK", "RGBA"])
def test_every_way_to_store_colours_is_read(mode):
    kind = "JPEG" if mode == "CMYK" else "PNG"
    picture = (
        Image.new("I;16", (40, 40), 40000) if mode == "I;16" else Image.new("RGB", (40, 40), "white").convert(mode)
    )
    clean = clean_picture(upload(pictures.written(picture, kind)))
    wanted = (156, 156, 156) if mode == "I;16" else (255, 255, 255)
    assert shown(clean).mode == "RGB" and is_near(shown(clean).getpixel((20, 20)), wanted)


@pytest.mark.parametrize("name", pictures.HOSTILE_NAMES)
def test_the_name_is_ours_whatever_the_file_is_called(name):
    sent = upload(pictures.jpeg(), "photo.jpg")
    sent._name = name
    one, other = (clean_picture(sent).as_file().name for _ in range(2))
    assert one != other
    assert len(one) == 36 and one.endswith(".jpg") and set(one[:32]) <= set("0123456789abcdef")


def test_bombs_are_refused_without_being_unpacked():
    """In a process of its own, because memory that was once taken is not given back."""
    measured = (
        "import django, resource; django.setup()\n"
        "from tests import pictures; from schools_together.pictures.cleaning import clean_picture\n"
        "sent = [pictures.upload(pictures.png_of(13_300, 13_300)), pictures.upload(pictures.png_of(10_000, 10_000))]\n"
        "clean_picture(pictures.upload(pictures.jpeg()))\n"
        "before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss\n"
        "for one in sent:\n"
        "    try: clean_picture(one)\n"
        "    except Exception as refusal: print(refusal.messages[0])\n"
        "print((resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before) // 1024)\n"
    )
    said = subprocess.run([sys.executable, "-c", measured], capture_output=True, text=True, check=True).stdout.split(
        "\n"
    )
    assert [line.startswith("This picture has more than 40 million points.") for line in said[:2]] == [True, True]
    assert int(said[2]) < 50


def test_a_large_webp_is_refused_before_it_is_decoded_and_the_sentence_says_what_to_do():
    sent = BytesIO()
    Image.new("RGB", (4000, 3000), "white").save(sent, "WEBP")
    with pytest.raises(ValidationError, match="Save it as a JPEG, then choose that."):
        clean_picture(upload(sent.getvalue()))


@pytest.mark.parametrize("kind", ["JPEG", "PNG"])
def test_twelve_million_points_are_taken(kind):
    sent = BytesIO()
    Image.new("RGB", (4000, 3000), "white").save(sent, kind)
    assert clean_picture(upload(sent.getvalue())).width == 1600


def test_the_line_before_the_decoder_has_an_end_and_moves_on(monkeypatch):
    monkeypatch.setattr(cleaning, "_line", BoundedSemaphore(1))
    picture = pictures.jpeg()
    with cleaning._one_at_a_time(), pytest.raises(ValidationError, match="Try again in a minute."):
        clean_picture(upload(picture))
    assert clean_picture(upload(picture)).extension == "jpg"


def test_who_waits_too_long_for_a_turn_is_told_so_and_leaves_the_line(monkeypatch):
    monkeypatch.setattr(cleaning, "LONGEST_WAIT_SECONDS", 0.01)
    picture = pictures.jpeg()
    with cleaning._one_at_a_time():
        for _ in range(cleaning.MOST_IN_LINE + 1):
            with pytest.raises(ValidationError, match="Try again in a minute."):
                clean_picture(upload(picture))
    assert clean_picture(upload(picture)).extension == "jpg"


def test_a_scanner_is_asked_where_one_is_set(settings, tmp_path):
    """With a signature of our own, as E12 of the guard asks: the hook is off until a setting names a program."""
    scanner = tmp_path / "scan.py"
    scanner.write_text("import sys; sys.exit(b'EICAR-STANDARD-ANTIVIRUS-TEST-FILE' in sys.stdin.buffer.read())")
    bad = upload(pictures.jpeg() + pictures.EICAR)
    assert clean_picture(bad).width == 640

    settings.PICTURE_SCANNER = f"{sys.executable} {scanner}"
    settings.PICTURE_QUARANTINE = str(tmp_path / "aside")
    with pytest.raises(ValidationError, match="Our scanner found something dangerous in this file"):
        clean_picture(bad)
    assert [path.read_bytes()[-68:] for path in (tmp_path / "aside").iterdir()] == [pictures.EICAR]
    assert clean_picture(upload(pictures.jpeg())).width == 640


def test_what_a_broken_scanner_did_not_check_is_not_taken(settings):
    settings.PICTURE_SCANNER = "/no/such/scanner"
    with pytest.raises(ValidationError, match="We cannot check files just now"):
        clean_picture(upload(pictures.jpeg()))
