"""Pictures for tests, good ones and hostile ones: made when they are asked for, so that no such file lies about."""

import base64
import struct
import zipfile
import zlib
from io import BytesIO

from django.core.files.uploadedfile import SimpleUploadedFile
from PIL import Image, ImageDraw
from PIL.PngImagePlugin import PngInfo

SCRIPT = b"<html><script>alert(1)</script></html>"
CANARY = "camera-of-a-parent"
EICAR = rb"X5O!P%@AP[4\PZX54(P^)7CC)7}$EICAR-STANDARD-ANTIVIRUS-TEST-FILE!$H+H*"
# 64 by 48 points, left half blue, right half red; with the maker of the camera and a place. Pillow cannot write HEIC.
HEIC = base64.b64decode(
    "AAAAHGZ0eXBoZWljAAAAAG1pZjFoZWljbWlhZgAAAb5tZXRhAAAAAAAAACFoZGxyAAAAAAAAAABwaWN0AAAAAAAAAAAAAAAAAAAAADRpbG9jAA"
    "AAAERAAAIAAQAAAAAB4gABAAAAAAAAAF4AAgAAAAACQAABAAAAAAAAAKIAAAA4aWluZgAAAAAAAgAAABVpbmZlAgAAAAABAABodmMxAAAAABVp"
    "bmZlAgAAAQACAABFeGlmAAAAAA5waXRtAAAAAAABAAAA/WlwcnAAAADdaXBjbwAAAHZodmNDAQNwAAAAkAAAAAAAHvAA/P34+AAADwNgAAEAGE"
    "ABDAH//wNwAAADAJAAAAMAAAMAHroCQGEAAQAqQgEBA3AAAAMAkAAAAwAAAwAeoCCBBZbq5Ka5uAhoMCAAAAMDIAAAAwAhYgABAAZEAcFzwIkA"
    "AAATY29scm5jbHgAAQANAAaAAAAAFGlzcGUAAAAAAAAAQAAAAEAAAAAoY2xhcAAAAEAAAAABAAAAMAAAAAEAAAAAAAAAAv////AAAAACAAAAEH"
    "BpeGkAAAAAAwgICAAAABhpcG1hAAAAAAAAAAEAAQWBAgMFhAAAABppcmVmAAAAAAAAAA5jZHNjAAIAAQABAAABCG1kYXQAAABaKAGvCeA5IyS/"
    "//w4f97/SiX//eY5wTj97c7//hDqN/7oI9RXZWFbBJsBqljfGPcF0tBetxYtGnF5bs3PWkzl0Bsh3yLU0lX3WGoNPeALLMFQWEAgQTMoTQHAAA"
    "AABkV4aWYAAE1NACoAAAAIAAIBDwACAAAACwAAACaIJQAEAAAAAQAAADIAAAAAUGhvbmVNYWtlcgAAAAQAAQACAAAAAk4AAAAAAgAFAAAAAwAA"
    "AGgAAwACAAAAAkUAAAAABAAFAAAAAwAAAIAAAAAAAAAANAAAAAEAAAAMAAAAAQAAAAMAAAABAAAAAAAAAAEAAAAHAAAAAQAAAB4AAAAB"
)


def upload(content: bytes, name: str = "photo.jpg", content_type: str = "image/jpeg") -> SimpleUploadedFile:
    return SimpleUploadedFile(name, content, content_type)


def drawing(width: int = 640, height: int = 480, mode: str = "RGB") -> Image.Image:
    """Left half blue, right half red, so that a turned picture can be told."""
    picture = Image.new(mode, (width, height), "red")
    ImageDraw.Draw(picture).rectangle((0, 0, width // 2 - 1, height), fill="blue")
    return picture


def written(picture: Image.Image, kind: str = "JPEG", **options) -> bytes:
    out = BytesIO()
    picture.save(out, kind, **options)
    return out.getvalue()


def jpeg(width: int = 640, height: int = 480, **options) -> bytes:
    return written(drawing(width, height), "JPEG", **options)


def camera_notes(orientation: int = 1) -> bytes:
    """EXIF as a phone writes it: maker, how it was held, and where."""
    notes = Image.Exif()
    notes[0x010F], notes[0x9286], notes[0x0112] = CANARY, CANARY, orientation
    place = notes.get_ifd(0x8825)
    place[1], place[2], place[3], place[4] = "N", (52.0, 12.0, 3.0), "E", (0.0, 7.0, 30.0)
    return notes.tobytes()


def full_of_notes(kind: str) -> bytes:
    """A picture with everything that a camera or a program may put beside it."""
    notes, xmp = camera_notes(), f"<x:xmpmeta xmlns:x='adobe:ns:meta/'>{CANARY}</x:xmpmeta>".encode()
    if kind == "PNG":
        words = PngInfo()
        words.add_text("Author", CANARY)
        words.add_itxt("XML:com.adobe.xmp", xmp.decode())
        return written(drawing(), "PNG", pnginfo=words, exif=notes)
    if kind == "WEBP":
        return written(drawing(), "WEBP", exif=notes, xmp=xmp)
    iptc = b"Photoshop 3.0\0" + b"8BIM\x04\x04\0\0" + struct.pack(">I", 24) + b"\x1c\x02\x50" + CANARY.encode()
    content = written(drawing(), "JPEG", exif=notes, comment=CANARY.encode(), xmp=xmp)
    return content[:2] + b"\xff\xed" + struct.pack(">H", len(iptc) + 2) + iptc + content[2:]


def png_of(width: int, height: int) -> bytes:
    """A PNG that is tiny on disk and huge when it is decoded."""
    head = struct.pack(">IIBBBBB", width, height, 1, 0, 0, 0, 0)
    packer = zlib.compressobj(9)
    row = b"\0" + b"\0" * ((width + 7) // 8)
    body = b"".join(packer.compress(row) for _ in range(height)) + packer.flush()
    return b"\x89PNG\r\n\x1a\n" + b"".join(_chunk(*part) for part in [(b"IHDR", head), (b"IDAT", body), (b"IEND", b"")])


def _chunk(name: bytes, body: bytes) -> bytes:
    return struct.pack(">I", len(body)) + name + body + struct.pack(">I", zlib.crc32(name + body))


def packed_with(name: str, body: bytes) -> bytes:
    out = BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        archive.writestr(name, body)
    return out.getvalue()


def moving(kind: str, frames: int = 60) -> bytes:
    rest = [Image.new("RGB", (32, 32), (number * 4, 0, 0)) for number in range(1, frames)]
    return written(Image.new("RGB", (32, 32)), kind, save_all=True, append_images=rest, duration=20)


def with_size_of(content: bytes, width: int, height: int) -> bytes:
    """A JPEG whose head promises another size than it holds."""
    place = content.index(b"\xff\xc0") + 5
    return content[:place] + struct.pack(">HH", height, width) + content[place + 4 :]


def zipped_text_png() -> bytes:
    """A PNG with a text that is a thousand times longer when it is unpacked."""
    whole = written(drawing(64, 64), "PNG")
    bomb = _chunk(b"zTXt", b"Comment\0\0" + zlib.compress(b"a" * 80_000_000, 9))
    return whole[:33] + bomb + whole[33:]


SVG = b'<svg xmlns="http://www.w3.org/2000/svg" onload="alert(1)"><script>alert(1)</script></svg>'
XXE = b'<?xml version="1.0"?><!DOCTYPE svg [<!ENTITY x SYSTEM "file:///etc/passwd">]><svg>&x;</svg>'


def refused() -> dict[str, bytes]:
    """Files that must be refused, whatever they are called: (what it is, its bytes)."""
    good, plain = jpeg(), written(drawing(), "PNG")
    return {
        "nothing at all": b"",
        "one byte": b"\xff",
        "a page of HTML": SCRIPT,
        "HTML that begins like a JPEG": b"\xff\xd8\xff" + SCRIPT,
        "HTML that begins like a GIF": b"GIF89a" + SCRIPT,
        "SVG": SVG,
        "SVG that reads a file": XXE,
        "a picture language that runs programs (MVG)": b"push graphic-context\nimage over 0,0 0,0 'x'\n",
        "EPS": b"%!PS-Adobe-3.0 EPSF-3.0\n%%BoundingBox: 0 0 9 9\n(/etc/passwd) run\n",
        "PDF": b"%PDF-1.7\n1 0 obj<</Type/Catalog/OpenAction 2 0 R>>endobj\n",
        "PSD": b"8BPS\0\1" + b"\0" * 6 + struct.pack(">HIIHH", 3, 9, 9, 8, 3) + b"\0" * 40,
        "TIFF": written(drawing(), "TIFF"),
        "BMP": written(drawing(), "BMP"),
        "ICO": written(drawing(64, 64), "ICO"),
        "GIF": written(drawing(), "GIF"),
        "a GIF that moves": moving("GIF"),
        "a PNG that moves": moving("PNG"),
        "a WebP that moves": moving("WEBP"),
        "a TIFF of many pages": moving("TIFF", 9),
        "JPEG 2000": written(drawing(64, 64), "JPEG2000"),
        "AVIF": written(drawing(64, 64), "AVIF"),
        "a program": b"MZ" + b"\0" * 58 + b"\x80\0\0\0" + b"This program cannot be run in DOS mode.",
        "a program of Linux": b"\x7fELF\x02\x01\x01" + b"\0" * 60,
        "a zip archive": packed_with("a.php", SCRIPT),
        "a Java archive behind a GIF": written(drawing(9, 9), "GIF")
        + packed_with("META-INF/MANIFEST.MF", b"Main-Class: X"),
        "a bomb of 100 million points": png_of(10_000, 10_000),
        "the medium bomb: 13,300 by 13,300 in 21 KB": png_of(13_300, 13_300),
        "a long thin bomb": png_of(50_000_000, 1),
        "a JPEG that says 65,500 by 65,500": with_size_of(good, 65_500, 65_500),
        "a PNG that says two thousand million points": with_png_size(plain, 50_000, 50_000),
        "a PNG without points": with_png_size(plain, 0, 0),
        "a JPEG that says it has no height": with_size_of(good, 640, 0),
        "a WebP of 12 million points": written(Image.new("RGB", (4000, 3000)), "WEBP"),
        "a JPEG cut in half": good[: len(good) // 2],
        "a JPEG without its body": good[:200],
        "a PNG cut in half": plain[: len(plain) // 2],
        "a WebP cut in half": written(drawing(), "WEBP")[:60],
        "a HEIC cut in half": HEIC[: len(HEIC) // 2],
        "a HEIC that is a head alone": HEIC[:32],
        "a text of 80 MB packed into a PNG": zipped_text_png(),
        "too many bytes": good + b"\0" * (12 * 1024 * 1024),
    }


def with_png_size(content: bytes, width: int, height: int) -> bytes:
    head = struct.pack(">II", width, height) + content[24:29]
    return content[:8] + _chunk(b"IHDR", head) + content[33:]


def made_harmless() -> dict[str, bytes]:
    """Pictures that are good, with something behind or beside them that must not stay."""
    return {
        "a JPEG with HTML behind it": jpeg() + SCRIPT,
        "a JPEG with a zip archive behind it": jpeg() + packed_with("evil.php", SCRIPT),
        "a JPEG with a program in its comment": jpeg(comment=b"<?php system($_GET[0]); ?>" + SCRIPT),
        "a PNG with HTML in its text": full_of_notes("PNG") + SCRIPT,
        "a PNG with a Java archive behind it": written(drawing(), "PNG") + packed_with("META-INF/MANIFEST.MF", SCRIPT),
        "a WebP with HTML behind it": written(drawing(), "WEBP") + SCRIPT,
        "a HEIC called .jpg": HEIC + SCRIPT,
        "a JPEG with a picture of its own inside": full_of_notes("JPEG"),
    }


HOSTILE_NAMES = [
    "../../../etc/passwd.jpg", "..\\..\\windows\\win.ini.jpg", "/absolute.jpg", "photo.jpg\r\nSet-Cookie: a=b",
    "photo\u202egpj.exe", "photo.jpg\0.php", ".htaccess", "con", "con.jpg", "a" * 300 + ".jpg", "photo.php.jpg",
    "photo.svg", "web.config", "photo.jpg;.asp", "<img src=x onerror=alert(1)>.jpg", "%2e%2e%2fphoto.jpg",
    " .jpg", "photo.jpg::$DATA",
]  # fmt: skip
