"""The hook for a malware scanner. Off until PICTURE_SCANNER names a program (docs/operating.md)."""

import logging
import shlex
import subprocess
from pathlib import Path
from uuid import uuid4

from django.conf import settings
from django.core.exceptions import ValidationError

logger = logging.getLogger(__name__)
SECONDS = 20
CAUGHT = "Our scanner found something dangerous in this file. Nothing was kept. Ask your IT staff to check it."
SILENT = "We cannot check files just now. Try again in a few minutes."


def refuse_malware(upload) -> None:
    """Asks the program PICTURE_SCANNER: it reads the file from its input, and ends with 0 for a clean one, 1 for a bad.

    A bad file is put into PICTURE_QUARANTINE where that is set. Raises ValidationError for a bad file, and where the
    scanner itself fails: what was not checked is not taken.
    """
    if not settings.PICTURE_SCANNER:
        return
    upload.seek(0)
    content = upload.read()
    try:
        asked = shlex.split(settings.PICTURE_SCANNER)
        code = subprocess.run(asked, input=content, capture_output=True, timeout=SECONDS, check=False).returncode  # noqa: S603
    except (OSError, subprocess.TimeoutExpired) as trouble:
        logger.error("The malware scanner does not answer: %s", trouble)
        raise ValidationError(SILENT, code="scanner") from None
    if code == 1:
        _set_aside(content)
        raise ValidationError(CAUGHT, code="malware")
    if code:
        logger.error("The malware scanner ended with %s.", code)
        raise ValidationError(SILENT, code="scanner")


def _set_aside(content: bytes) -> None:
    """For whoever runs the site; out of reach of every visitor, under a name of ours."""
    logger.warning("The malware scanner stopped a file of %s bytes.", len(content))
    if settings.PICTURE_QUARANTINE:
        folder = Path(settings.PICTURE_QUARANTINE)
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        (folder / f"{uuid4().hex}.bad").write_bytes(content)
