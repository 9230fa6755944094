"""The ledger of erasures: which addresses were erased, and when, as keyed digests that nobody can read back.

Apps to the right note other things that must not come back, like pictures that were taken down, and say in `AGAIN`
what is done about them.

It stands in the database and, line by line, in the file that the setting ERASURE_LEDGER names. A backup that is
restored brings erased people back and knows nothing of later erasures; the file does, and `manage.py erase_again`
goes by both. See docs/operating.md.
"""

import logging
from collections.abc import Callable, Iterable
from datetime import UTC, datetime
from pathlib import Path

from django.conf import settings
from django.db import transaction
from django.utils import timezone
from django.utils.crypto import salted_hmac

from .models import Erasure

logger = logging.getLogger(__name__)
# What else `erase_again` does with the ledger: what it says, and a function of {digest: instant} that tells how many.
AGAIN: dict[str, Callable[[dict[str, datetime]], int]] = {}


def digest_of(address: str) -> str:
    """What is kept of an address: the same for the same address and SECRET_KEY, and of no use without the key."""
    return salted_hmac("accounts.ledger", address.strip().lower(), algorithm="sha256").hexdigest()


def note(addresses: Iterable[str]) -> None:
    """Write erased addresses into the table, and into the file once the transaction holds."""
    now = timezone.now()
    digests = [digest_of(address) for address in addresses]
    for digest in digests:
        Erasure.objects.update_or_create(digest=digest, defaults={"erased_at": now})
    transaction.on_commit(lambda: _append(digests, now))


def erasures(file: Path | None = None) -> dict[str, datetime]:
    """Every digest with its latest erasure, from the table and the file.

    Raises ValueError that names a line which is no entry.
    """
    found = dict(Erasure.objects.values_list("digest", "erased_at"))
    path = file or Path(settings.ERASURE_LEDGER)
    lines = path.read_text(encoding="ascii").splitlines() if path.exists() else []
    for number, line in enumerate(lines, 1):
        digest, erased_at = _read(line, number)
        found[digest] = max(erased_at, found.get(digest, erased_at))
    return found


def _read(line: str, number: int) -> tuple[str, datetime]:
    instant, _, digest = line.partition(" ")
    try:
        return digest, datetime.fromisoformat(instant).astimezone(UTC)
    except ValueError as error:
        raise ValueError(f"Line {number} of the ledger of erasures cannot be read.") from error


def _append(digests: list[str], now: datetime) -> None:
    path = Path(settings.ERASURE_LEDGER)
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        with path.open("a", encoding="ascii") as file:
            file.writelines(f"{now.astimezone(UTC).isoformat()} {digest}\n" for digest in digests)
    except OSError:
        # The person is erased already, and the table has the entry: whoever runs the site must hear of the file.
        logger.exception("The ledger of erasures could not be written to its file.")
