"""Limits: how often something may be done in a while. They count in the database, so all processes count together.

    if not hit("office code", school.pk, most=5, seconds=3600):
        ...

Call `hit` outside the transaction of what it guards: a refusal that rolls back must not give the try back.
"""

import ipaddress
from datetime import timedelta

from django.conf import settings
from django.db.models import F
from django.http import HttpRequest
from django.utils import timezone
from django.utils.crypto import salted_hmac

from .models import Tally

IPV6_NETWORK = 64  # what one household or school gets; single addresses cost nothing there
NOWHERE = "0.0.0.0"  # noqa: S104


def hit(name: str, key: object, most: int, seconds: int) -> bool:
    """Count one more; False where `most` have been counted since the first of the last `seconds`.

    Exact under many processes: the database adds, and no answer is remembered here.
    """
    digest, now = _digest(name, key), timezone.now()
    if _add(digest, now, most):
        return True
    ends = now + timedelta(seconds=seconds)
    Tally.objects.bulk_create([Tally(digest=digest, ends_at=ends)], ignore_conflicts=True)
    Tally.objects.filter(digest=digest, ends_at__lte=now).update(count=0, ends_at=ends)
    return _add(digest, now, most)


def is_spent(name: str, key: object, most: int) -> bool:
    """True where the next `hit` would be refused. Counts nothing."""
    return Tally.objects.filter(digest=_digest(name, key), ends_at__gt=timezone.now(), count__gte=most).exists()


def forgive(name: str, key: object) -> None:
    """Forget what was counted, as after the right code."""
    Tally.objects.filter(digest=_digest(name, key)).delete()


def client_ip(request: HttpRequest) -> str:
    """What is counted as one client: an IPv4 address, or the /64 of an IPv6 address."""
    ip = ipaddress.ip_address(client_address(request))
    return str(ip) if ip.version == 4 else str(ipaddress.ip_network((ip, IPV6_NETWORK), strict=False))


def client_address(request: HttpRequest) -> str:
    """The address of whoever asks.

    Each of our own proxies (setting TRUSTED_PROXY_COUNT) adds one entry to the right of X-Forwarded-For. What stands
    further left was written by the client and counts for nothing, and without a proxy so does the whole header. Where
    nothing is an address the answer is always NOWHERE, so that junk gives nobody fresh tries.
    """
    trusted, address = settings.TRUSTED_PROXY_COUNT, request.META.get("REMOTE_ADDR", "")
    entries = request.headers.get("X-Forwarded-For", "").split(",")
    if 0 < trusted <= len(entries):
        address = entries[-trusted]
    try:
        ip = ipaddress.ip_address(address.strip().strip("[]").partition("%")[0])
    except ValueError:
        return NOWHERE
    return str(ip.ipv4_mapped if ip.version == 6 and ip.ipv4_mapped else ip)


def _add(digest: str, now, most: int) -> bool:
    open_ones = Tally.objects.filter(digest=digest, ends_at__gt=now, count__lt=most)
    return open_ones.update(count=F("count") + 1) == 1


def _digest(name: str, key: object) -> str:
    """Neither addresses nor names are kept, only what the same name and key give again."""
    return salted_hmac("accounts.limits", f"{name}\n{key}", algorithm="sha256").hexdigest()
