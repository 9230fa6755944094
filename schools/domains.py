"""Mail domains as evidence: which part of a web address is one school's own, and what an e-mail address says.

A domain never makes anybody a member. It lets the site suggest a school, and tells a moderator or a lead what stands
behind an @.
"""

import re

from django.db import models

from .domain_lists import COUNCIL_DOMAINS, FREE_MAIL, OFFICE_NAMES, PLATFORMS
from .hosts import as_ascii, gives_out_names, host_of_website, registrable
from .models import School, Status
from .names import search_key

ONLY_WEB = {"www", "www2", "web", "website", "school", "home"}
PUPIL_HOSTS = {"pupil", "pupils", "student", "students", "stu", "learner", "learners", "pupilmail", "studentmail"}
# Year of entry or a candidate number: 22smith, smithj22, s123456. Staff are j.smith, or j.smith2 where there are two.
PUPIL_NAME = re.compile(r"\d{2,}.*|.*[a-z.\-_]\d{2,}|[a-z]\d{4,}|.*(pupil|student|learner).*")


class Evidence(models.TextChoices):
    """What an address says about somebody who names a school."""

    OWN = "own", "The school’s own domain, as the register has it"
    PUPIL = "pupil", "The school’s own domain, but it looks like a pupil’s address"
    SHARED = "shared", "A domain that several schools share"
    COUNCIL = "council", "A council’s or region’s domain"
    PLATFORM = "platform", "A host of many websites"
    FREE_MAIL = "free-mail", "A private mailbox that anybody can open"
    OTHER = "other", "Not the domain of the school’s website"
    UNKNOWN = "unknown", "The register has no website for this school"


def domain_of(school: School) -> str:
    """The registrable domain of the school's website in the register, shared or not; empty where there is none."""
    return school.domain


def domain_of_address(email: str) -> str:
    """The registrable domain behind the @."""
    return registrable(email.rpartition("@")[2]) if "@" in email else ""


def is_platform(domain: str) -> bool:
    """A host where anybody can have a site or a sub-domain."""
    return domain in PLATFORMS or gives_out_names(domain)


def is_council(domain: str) -> bool:
    """A council's domain, or a region's network for all its schools."""
    return domain in COUNCIL_DOMAINS or domain.endswith((".gov.uk", ".gov.wales", ".gov.scot", ".nhs.uk", ".police.uk"))


def is_free_mail(domain: str) -> bool:
    return domain in FREE_MAIL or domain.split(".")[0] in {"yahoo", "hotmail", "outlook", "live", "gmx"}


def why_not_own(school: School) -> Evidence | None:
    """Why the domain of the website is not this school's alone; None where it is."""
    domain = domain_of(school)
    if not domain:
        return Evidence.UNKNOWN
    if is_council(domain):
        return Evidence.COUNCIL
    if is_platform(domain) or is_free_mail(domain):
        return Evidence.PLATFORM
    if _is_shared(school, domain) or _is_the_trusts(school, domain):
        return Evidence.SHARED
    return None


def is_own_domain(school: School) -> bool:
    """True where no other school, trust, council or platform stands behind the domain of its website."""
    return why_not_own(school) is None


def office_addresses(school: School) -> list[str]:
    """Mailboxes that a school's office reads, at its own domain; none where the domain is not its alone."""
    domain = domain_of(school)
    return [f"{name}@{domain}" for name in OFFICE_NAMES] if is_own_domain(school) else []


def evidence_of(email: str, school: School) -> Evidence:
    """What this address says about a person who names this school. Never enough by itself."""
    domain = domain_of_address(email)
    if is_free_mail(domain):
        return Evidence.FREE_MAIL
    if not domain or domain != domain_of(school):
        if is_council(domain):
            return Evidence.COUNCIL
        return Evidence.OTHER if domain_of(school) else Evidence.UNKNOWN
    if shared := why_not_own(school):
        return shared
    return Evidence.PUPIL if looks_like_a_pupils(email) else Evidence.OWN


def fits(email: str, school: School) -> bool:
    """The address lies at the school's own domain and does not look like a pupil's."""
    return evidence_of(email, school) == Evidence.OWN


def looks_like_a_pupils(email: str) -> bool:
    """22smith@, smith22@, s123456@, or any name at pupils.school.sch.uk."""
    name, _, host = email.lower().rpartition("@")
    name = name.partition("+")[0]
    return bool(PUPIL_NAME.fullmatch(name)) or not PUPIL_HOSTS.isdisjoint(as_ascii(host).split("."))


def schools_that_fit(email: str, most: int = 10) -> list[School]:
    """Open schools whose own domain stands behind the address, for suggesting; empty for shared and private ones."""
    domain = domain_of_address(email)
    if not domain or is_platform(domain) or is_free_mail(domain):
        return []
    return list(School.objects.open().for_cards().filter(domain=domain).order_by("name", "pk")[:most])


def _is_shared(school: School, domain: str) -> bool:
    """Another school that is not closed has the same domain. A predecessor that has closed does not count."""
    others = School.objects.filter(domain=domain).exclude(pk=school.pk).exclude(status=Status.CLOSED)
    return others.exists()


def _is_the_trusts(school: School, domain: str) -> bool:
    """A school of a trust with several, under a name that is the trust's rather than its own.

    northfield.brighttrust.org.uk, or brighttrust.org.uk for a school called Northfield.
    """
    if school.trust_id is None or not school.trust.schools.open().exclude(pk=school.pk).exists():
        return False
    below = host_of_website(school.website).removesuffix(domain).rstrip(".")
    if below and not set(below.split(".")) <= ONLY_WEB:
        return True
    label = domain.split(".")[0].replace("-", "")
    return _names_it(label, school.trust.name) and not _names_it(label, school.name)


def _names_it(label: str, name: str) -> bool:
    """The label holds the first word of the name, or is made of its first letters."""
    words = [word for word in search_key(name).split() if word not in {"the", "of", "and", "st", "for"}]
    initials = "".join(word[0] for word in words)
    return bool(words) and (words[0] in label or label in (initials, initials[:-1]) and len(label) > 1)
