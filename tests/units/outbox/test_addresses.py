"""How much of an address is shown."""

import pytest

from accounts.adapter import at_home
from schools_together.outbox.addresses import domain_of, masked


@pytest.mark.parametrize(
    ("address", "shown", "domain"),
    [
        ("alice@school.example", "a…@school.example", "school.example"),
        ("a@SCHOOL.example", "a…@SCHOOL.example", "school.example"),
        ('"x@y"@school.example', '"…@school.example', "school.example"),
        ("", "…@", ""),
    ],
)
def test_the_name_is_hidden_and_the_domain_is_not(address, shown, domain):
    assert (masked(address), domain_of(address)) == (shown, domain)


def test_a_link_leads_home_whatever_its_host(settings):
    settings.SITE_URL = "https://ours.example"
    assert at_home("http://evil.example/accounts/x/?a=1#b") == "https://ours.example/accounts/x/?a=1"
