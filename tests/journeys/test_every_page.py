"""Every page of the site, as several people see it: accessible, valid, and fitting a narrow screen."""

import shutil

import pytest
from django.test import Client

from tests.house.addresses import ROLES, WHO_MAY_SEE, address_of
from tests.house.world import make_world

from .conftest import is_a_complaint
from .looking import CHECKER, LOOKS, Look, checked, faults_of

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

NOT_A_PAGE = {
    "accounts:logo",
    "healthz",
    "partnerships:document_file",
    "partnerships:photo_file",
    "partnerships:project_csv",
    "partnerships:project_feed",
    "partnerships:project_json",
    "readyz",
    "robots",
    "schools:suggest",
    "security",
    "sitemap",
    "sitemap_part",
}
# Pages of the library that signs people in, in our clothes; and a page that is not there.
ENTRANCES = ["/accounts/login/", "/accounts/signup/", "/accounts/password/reset/", "/projects/no-such-project/"]
OWN_ACCOUNT = [
    "/accounts/email/",
    "/accounts/password/change/",
    "/accounts/2fa/",
    "/accounts/sessions/",
    "/accounts/logout/",
]
# Forms that are sent empty: what comes back says what to mend, and must be as accessible. Those of accounts stand in
# test_wrong_answers.py.
EMPTY_FORMS = {
    "visitor": ["/report/?page=/projects/"],
    "newcomer": ["/accounts/schools/join/"],
    "lead": ["/projects/new/", "/board/new/"],
    "partner": ["/projects/choir-day-at-the-chapel/participation/"],
    "stranger": ["/projects/chemistry-in-a-real-lab/enquire/"],
}

SEND_EMPTY = """() => { const form = [...document.querySelectorAll("main form[method=post]")].at(-1);
    for (const box of form.querySelectorAll("input:not([type=hidden], [type=radio], [type=checkbox]), textarea"))
        box.value = "";
    form.submit(); }"""


def addresses(world, role: str) -> list[str]:
    """The pages that this person gets, each once."""
    place = ROLES.index(role)
    return [
        address_of(name, row, world)
        for name, row in WHO_MAY_SEE.items()
        if row.answers[place] == 200 and name not in NOT_A_PAGE and not name.startswith("admin:")
    ]


def signed_in_context(chromium, live_server, user):
    """A browser context with the session of this person; none for a visitor."""
    context = chromium.new_context(base_url=live_server.url, locale="en-GB")
    if user is not None:
        client = Client()
        client.force_login(user, backend="allauth.account.auth_backends.AuthenticationBackend")
        context.add_cookies([{"name": "sessionid", "value": client.cookies["sessionid"].value, "url": live_server.url}])
    return context


@pytest.mark.parametrize("role", EMPTY_FORMS)
def test_what_comes_back_from_an_empty_form_is_accessible_and_valid(role, chromium, live_server, tmp_path):
    world, look = make_world(), Look(tmp_path)
    context = signed_in_context(chromium, live_server, world.people[role])
    page = context.new_page()
    for address in EMPTY_FORMS[role]:
        page.goto(address)
        look.after(page, lambda: page.evaluate(SEND_EMPTY))
    context.close()
    assert look.verdict() == ""


@pytest.mark.parametrize("role", ["visitor", "newcomer", "lead", "partner"])
def test_every_page_is_accessible_in_both_schemes_and_fits_a_narrow_screen(role, chromium, live_server):
    world = make_world()
    context = signed_in_context(chromium, live_server, world.people[role])
    page = context.new_page()
    faults = []
    page.on("console", lambda said: faults.append((page.url, said.text)) if is_a_complaint(said) else None)
    library = ENTRANCES if role == "visitor" else OWN_ACCOUNT if role == "newcomer" else []
    for address in [*addresses(world, role), *library]:
        answer = page.goto(address)
        assert answer.status == (404 if "no-such" in address else 200), address
        # Axe waits for ever on what is not a page.
        assert "text/html" in answer.headers["content-type"], f"{address} is not a page: name it in NOT_A_PAGE"
        faults += [(address, *fault) for look in LOOKS for fault in faults_of(page, *look)]
    context.close()
    assert faults == []


def test_every_page_is_valid_html(client, tmp_path):
    """The Nu HTML checker has nothing to say about any page that a visitor or a lead gets."""
    if not CHECKER.exists() or shutil.which("java") is None:
        pytest.skip("The Nu HTML checker is not here: .ci/run puts it into var/vnu.jar; it needs Java.")
    world = make_world()
    for role in ("visitor", "lead", "partner"):
        if world.people[role]:
            client.force_login(world.people[role], backend="allauth.account.auth_backends.AuthenticationBackend")
        for number, address in enumerate(addresses(world, role)):
            answer = client.get(address)
            if not answer["Content-Type"].startswith("text/html"):
                continue
            name = f"{role}-{number}-{address.strip('/').replace('/', '_').partition('?')[0] or 'home'}.html"
            (tmp_path / name).write_bytes(answer.content)
    assert checked(tmp_path) == ""
