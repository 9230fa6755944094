"""Files that are to be read on paper: PDF and nothing else, looked at before they are kept.

We cannot write a PDF anew as we do with pictures. So we ask that its frame is whole, that nothing hangs before or
behind it, and that it does nothing by itself; what remains is only ever handed out as a file to be saved.
"""

import re
import zipfile
import zlib
from io import BytesIO

from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.utils.http import content_disposition_header
from django.views.decorators.csp import csp_override

from .keeping import content_of
from .scanning import refuse_malware
from .serving import NOTHING_ALLOWED, SECONDS_KEPT

MOST_BYTES = 5 * 1024 * 1024
MOST_UNPACKED = 20 * 1024 * 1024  # of everything that is packed inside, so that a small file cannot become a huge one
TAIL = 1024
EMPTY = "This file is empty. Choose the document again."
TOO_LARGE = "This document is larger than 5 MB. Save it smaller, then choose it again."
NO_PDF = "We cannot read this as a PDF. Save the document as a PDF, then choose that."
MORE_INSIDE = "Something else hangs on this PDF. Open it, save it as a new PDF, then choose that."
LOCKED = "This PDF is locked by a password. Save it without one, then choose it again."
ACTS = "This PDF does something by itself: it holds a script or another file. Save it as a plain PDF (“Print to PDF”)."
_NAME = re.compile(rb"#([0-9A-Fa-f]{2})")
_STREAM = re.compile(rb"stream\r?\n")
_ACTS = re.compile(rb"/(?:JavaScript|JS|Launch|EmbeddedFiles?|RichMedia|XFA|SubmitForm|ImportData)(?![A-Za-z0-9])")
_LOCKED = re.compile(rb"/Encrypt(?![A-Za-z0-9])")
_START = re.compile(rb"startxref\s+(\d{1,10})\s+%%EOF\s*\Z")
_TABLE = re.compile(rb"xref\s|\d+\s+\d+\s+obj\b")


def clean_paper(upload) -> bytes:
    """The bytes of a PDF that is whole and still. Raises ValidationError with a sentence for whoever sent it."""
    if not upload.size:
        raise ValidationError(EMPTY, code="empty")
    if upload.size > MOST_BYTES:  # before a single byte is read
        raise ValidationError(TOO_LARGE, code="bytes")
    refuse_malware(upload)
    upload.seek(0)
    content = upload.read()
    _refuse_other_kinds(content)
    plain = _NAME.sub(lambda found: bytes([int(found[1], 16)]), _unpacked(content))
    if _LOCKED.search(plain):
        raise ValidationError(LOCKED, code="locked")
    if _ACTS.search(plain):
        raise ValidationError(ACTS, code="acts")
    return content


@csp_override(NOTHING_ALLOWED)
def paper_response(request: HttpRequest, name: str, *, called: str, public: bool) -> HttpResponse:
    """The file `name` of the storage, to be saved under the name `called`. The caller has asked who may see it."""
    response = HttpResponse(content_of(name), content_type="application/pdf")  # five megabytes at most
    response["Content-Disposition"] = content_disposition_header(as_attachment=True, filename=called)
    response["Cache-Control"] = f"public, max-age={SECONDS_KEPT}" if public else "private, no-store"
    response["X-Content-Type-Options"] = "nosniff"
    response["Cross-Origin-Resource-Policy"] = "same-origin"
    response["X-Robots-Tag"] = "noindex"
    return response


def _refuse_other_kinds(content: bytes) -> None:
    """A PDF from the first byte to the last, with the table of its parts where it says that it is."""
    if not re.match(rb"%PDF-[12]\.\d\s", content):
        raise ValidationError(NO_PDF, code="kind")
    if zipfile.is_zipfile(BytesIO(content)):
        raise ValidationError(MORE_INSIDE, code="more")
    end = _START.search(content[-TAIL:])
    if end is None:
        raise ValidationError(MORE_INSIDE if b"%%EOF" in content else NO_PDF, code="end")
    if not _TABLE.match(content[int(end[1]) :].lstrip()[:40]) or b"/Root" not in _unpacked(content):
        raise ValidationError(NO_PDF, code="table")


def _unpacked(content: bytes) -> bytes:
    """What the file says in plain, and after it what it has packed: a name may hide in there."""
    parts, room = [content], MOST_UNPACKED
    for found in _STREAM.finditer(content):
        opened = zlib.decompressobj()
        try:
            parts.append(opened.decompress(content[found.end() :], room))
        except zlib.error:
            continue  # a picture, a font, or packed in another way: nothing that a reader takes names from
        room -= len(parts[-1])
        if room <= 0:
            raise ValidationError(NO_PDF, code="bomb")
    return b"\n".join(parts)
