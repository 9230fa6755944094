"""What a mail domain says: the table of cases. Nothing in it lets anybody in by itself."""

import pytest

from schools.domains import Evidence, evidence_of, fits, is_own_domain, office_addresses, schools_that_fit
from schools.hosts import domain_in, registrable
from schools.models import School, Trust
from tests import factories

pytestmark = pytest.mark.django_db

HOLLY = "https://www.hollybank.cambs.sch.uk"

CASES = [
    # the website in the register, the address, what it says
    (HOLLY, "head@hollybank.cambs.sch.uk", "own"),
    (HOLLY, "j.smith@hollybank.cambs.sch.uk", "own"),
    (HOLLY, "J.SMITH@HollyBank.CAMBS.sch.uk", "own"),
    (HOLLY, "j.smith@hollybank.cambs.sch.uk.", "own"),
    (HOLLY, "j.smith@staff.hollybank.cambs.sch.uk", "own"),
    (HOLLY, "j.smith+partners@hollybank.cambs.sch.uk", "own"),
    (HOLLY, "j.smith2@hollybank.cambs.sch.uk", "own"),
    ("hollybank.cambs.sch.uk/about", "head@hollybank.cambs.sch.uk", "own"),
    ("http://HOLLYBANK.cambs.sch.uk.", "head@hollybank.cambs.sch.uk", "own"),
    ("https://www.canford.com", "bursar@canford.com", "own"),
    ("https://www.canford.com", "bursar@mail.canford.com", "own"),
    ("https://school.example.wales", "head@example.wales", "own"),
    # pupils share the domain
    (HOLLY, "22smith@hollybank.cambs.sch.uk", "pupil"),
    (HOLLY, "smithj22@hollybank.cambs.sch.uk", "pupil"),
    (HOLLY, "j.smith.19@hollybank.cambs.sch.uk", "pupil"),
    (HOLLY, "s123456@hollybank.cambs.sch.uk", "pupil"),
    (HOLLY, "20241234@hollybank.cambs.sch.uk", "pupil"),
    (HOLLY, "22smith+head@hollybank.cambs.sch.uk", "pupil"),
    (HOLLY, "pupil.smith@hollybank.cambs.sch.uk", "pupil"),
    (HOLLY, "j.smith@pupils.hollybank.cambs.sch.uk", "pupil"),
    (HOLLY, "j.smith@students.hollybank.cambs.sch.uk", "pupil"),
    # look-alikes
    (HOLLY, "head@hollybank.cambs.sch.uk.evil.com", "other"),
    (HOLLY, "head@hollybank-cambs.sch.uk", "other"),
    (HOLLY, "head@hollybank.herts.sch.uk", "other"),
    (HOLLY, "head@evilhollybank.cambs.sch.uk", "other"),
    (HOLLY, "head@hollybank.cambs.sch.uk@evil.com", "other"),
    (HOLLY, "hollybank.cambs.sch.uk@evil.com", "other"),
    (HOLLY, "head@h\u043ellybank.cambs.sch.uk", "other"),  # a Cyrillic o
    (HOLLY, "head@xn--hllybank-26g.cambs.sch.uk", "other"),
    (HOLLY, "head@cambs.sch.uk", "other"),
    (HOLLY, "head@sch.uk", "other"),
    (HOLLY, "head@hollybank.cambs.sch.uk\x00.evil.com", "other"),
    ("https://www.canford.com", "head@canford.co", "other"),
    ("https://www.canford.com", "head@canf0rd.com", "other"),
    # private mailboxes
    (HOLLY, "hollybank.head@gmail.com", "free-mail"),
    (HOLLY, "head@Outlook.com", "free-mail"),
    (HOLLY, "head@yahoo.co.uk", "free-mail"),
    (HOLLY, "head@btinternet.com", "free-mail"),
    ("https://hollybank@gmail.com", "head@gmail.com", "free-mail"),
    # platforms
    ("https://hollybank.eschools.co.uk", "head@eschools.co.uk", "platform"),
    ("https://sites.google.com/hollybank", "head@google.com", "platform"),
    ("https://hollybank.wordpress.com", "head@wordpress.com", "platform"),
    ("https://www.hollybank.uk.com", "head@evil.uk.com", "platform"),
    ("https://hollybank.dbprimary.com", "head@hollybank.dbprimary.com", "platform"),
    # councils and regions
    ("https://www.northants.gov.uk/hollybank", "j.smith@northants.gov.uk", "council"),
    ("https://hollybank.lancsngfl.ac.uk", "head@hollybank.lancsngfl.ac.uk", "council"),
    (HOLLY, "j.smith@cambridgeshire.gov.uk", "council"),
    (HOLLY, "j.smith@durhamlearning.net", "council"),
    # nothing to compare with
    ("", "head@hollybank.cambs.sch.uk", "unknown"),
    ("not a website", "head@hollybank.cambs.sch.uk", "unknown"),
    ("https://192.0.2.1/", "head@192.0.2.1", "unknown"),
    ("https://[::1]/", "head@[::1]", "unknown"),
    ("https://[bad", "head@bad", "unknown"),
    (HOLLY, "no address", "other"),
    (HOLLY, "", "other"),
]


@pytest.mark.parametrize(("website", "address", "said"), CASES)
def test_what_an_address_says(website, address, said):
    school = factories.school(name="Holly Bank School", website=website)
    assert evidence_of(address, school) == said
    assert fits(address, school) is (said == Evidence.OWN)


def test_there_are_cases_enough():
    assert len(CASES) >= 40


def test_a_domain_of_two_schools_is_nobodys_own():
    first = factories.school(name="Holly Bank Infants", website=HOLLY)
    assert is_own_domain(first)
    second = factories.school(name="Holly Bank Juniors", website=HOLLY)
    assert evidence_of("head@hollybank.cambs.sch.uk", first) == Evidence.SHARED
    assert office_addresses(second) == []


def test_a_closed_predecessor_does_not_share():
    factories.school(name="Holly Bank County Primary", website=HOLLY, status="closed")
    assert is_own_domain(factories.school(name="Holly Bank Academy", website=HOLLY))


def in_a_trust(name: str, website: str, trust: str = "Bright Futures Trust") -> School:
    made = Trust.objects.get_or_create(uid="T1", defaults={"name": trust})[0]
    return factories.school(name=name, website=website, trust=made)


@pytest.mark.parametrize(
    ("school", "website", "own"),
    [
        ("Northfield Academy", "https://northfield.brightfutures.org.uk", False),
        ("Northfield Academy", "https://www.brightfutures.org.uk", False),
        ("Northfield Academy", "https://www.bft.org.uk", False),
        ("Northfield Academy", "https://www.northfieldacademy.org.uk", True),
        ("Bright Futures School", "https://www.brightfutures.org.uk", True),
    ],
)
def test_a_trusts_domain_is_no_schools_own(school, website, own):
    in_a_trust("Another Academy", "https://www.another.sch.example")
    assert is_own_domain(in_a_trust(school, website)) is own


def test_a_trust_of_one_school_shares_with_nobody():
    assert is_own_domain(in_a_trust("Northfield Academy", "https://www.brightfutures.org.uk"))


def test_office_mailboxes_are_role_names_at_the_own_domain():
    boxes = office_addresses(factories.school(website=HOLLY))
    assert "office@hollybank.cambs.sch.uk" in boxes
    assert {box.rpartition("@")[2] for box in boxes} == {"hollybank.cambs.sch.uk"}
    assert office_addresses(factories.school(website="https://hollybank.eschools.co.uk")) == []


def test_an_address_suggests_the_open_schools_of_its_domain():
    school = factories.school(name="Holly Bank School", website=HOLLY)
    factories.school(name="Holly Bank County Primary", website=HOLLY, status="closed")
    factories.school(name="Platform School", website="https://p.wordpress.com")
    assert schools_that_fit("J.Smith@HOLLYBANK.cambs.sch.uk") == [school]
    assert schools_that_fit("head@wordpress.com") == []
    assert schools_that_fit("head@gmail.com") == []
    assert schools_that_fit("nothing") == []


def test_the_import_keeps_the_domain():
    school = factories.school(website="https://www.canford.com/")
    assert School.objects.get(pk=school.pk).domain == "canford.com"


@pytest.mark.parametrize("host", ["co.uk", "localhost", "10.0.0.1", "", "." * 300, "a" * 70 + ".com", "\udcff.com"])
def test_what_nobody_can_register_is_no_domain(host):
    assert registrable(host) == ""
    assert domain_in(f"https://{host}/") == ""
