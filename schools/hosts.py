"""Which part of a host belongs to one owner.

The public-suffix list decides where a name that somebody can register begins: "cambs.sch.uk" is none,
"stmarys.cambs.sch.uk" is. Its private part names hosts that give out names below their own ("uk.com").
"""

import ipaddress
from functools import cache
from urllib.parse import urlsplit

from publicsuffixlist import PublicSuffixList

LONGEST_DOMAIN = 100


@cache
def _names() -> PublicSuffixList:
    """What registries give out ("co.uk", "*.sch.uk")."""
    return PublicSuffixList(only_icann=True)


@cache
def _all_names() -> PublicSuffixList:
    """And what companies give out below names of their own ("wordpress.com")."""
    return PublicSuffixList()


def registrable(host: str) -> str:
    """The part of a host that one owner has registered, in ASCII; empty for addresses of machines and bare suffixes.

    >>> registrable("WWW.StMarys.cambs.sch.uk.")
    'stmarys.cambs.sch.uk'
    """
    host = as_ascii(host)
    return (_names().privatesuffix(host) or "") if host else ""


def as_ascii(host: str) -> str:
    """Lower case, without a last dot, other alphabets as xn--: so that a look-alike letter is another name."""
    try:
        host = host.strip().lower().removesuffix(".").encode("idna").decode("ascii")
    except UnicodeError:
        return ""
    try:
        ipaddress.ip_address(host.strip("[]"))
    except ValueError:
        return host
    return ""


def host_of_website(website: str) -> str:
    try:
        return as_ascii(urlsplit(website if "//" in website else f"//{website}").hostname or "")
    except ValueError:
        return ""


def domain_in(website: str) -> str:
    """The registrable part of a website's address: what `School.domain` keeps."""
    domain = registrable(host_of_website(website))
    return domain if len(domain) <= LONGEST_DOMAIN else ""


def gives_out_names(domain: str) -> bool:
    """True for a registered name below which others get names of their own."""
    return bool(domain) and _all_names().publicsuffix(domain) == domain
