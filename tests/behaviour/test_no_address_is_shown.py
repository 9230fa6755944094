"""Nobody reads anybody else's e-mail address: not on a page, in its source, in a header or in the log."""

import logging
import re

import pytest
from django.conf import settings
from django.contrib import admin

from accounts.actions import ask_to_join_school
from messaging.models import Report
from partnerships.models import TakeDown
from schools.domain_lists import OFFICE_NAMES
from schools_together.logs import PlainLine
from schools_together.outbox.letters import post_letter
from schools_together.outbox.models import Bounce
from tests import people
from tests.answers import body_of
from tests.house.addresses import ROLES, WHO_MAY_SEE, address_of
from tests.house.test_admin import pages_of
from tests.house.world import make_world

pytestmark = [
    pytest.mark.django_db,
    pytest.mark.filterwarnings("ignore:Calling select_related:DeprecationWarning"),  # the library of histories
    pytest.mark.filterwarnings("ignore:Calling select_related:PendingDeprecationWarning"),
]

ADDRESS = re.compile(r"[\w.+-]+(?:@|&#64;|%40)[\w-]+(?:\.[\w-]+)+")
OFFICES = tuple(f"{name}@" for name in OFFICE_NAMES)
# The site's own, and examples of how an address looks.
OF_NOBODY = {settings.DEFAULT_FROM_EMAIL.partition("<")[2].rstrip(">"), "name@school.sch.uk"}
# Only moderators read these, because they must write there: whoever reported something may ask for an answer.
ASKS_FOR_ANSWER = "parent@home.example"
MAY_BE_READ_IN = re.compile(r"/admin/(messaging/report|partnerships/(takedown|project))/")


def shown(answer) -> set[str]:
    """Every address in the words, the source and the headers of an answer."""
    text = body_of(answer) + str(dict(answer.items()))
    return {found.lower().replace("%40", "@").replace("&#64;", "@") for found in ADDRESS.findall(text)} - OF_NOBODY


@pytest.fixture
def logged():
    """What the loggers are told from INFO on, with the traces of errors, before our formatter masks anything."""
    lines = []

    class Listener(logging.Handler):
        def emit(self, record):
            lines.append(logging.Formatter("%(levelname)s %(name)s: %(message)s").format(record))

    # Django's loggers have levels of their own, and its server's do not pass on what they are told.
    loggers = [(logging.getLogger(name), logging.getLogger(name).level) for name in (None, "django", "django.server")]
    listener = Listener()
    for logger, _ in loggers:
        logger.setLevel(logging.INFO)
        if logger.name != "django":  # passes on to the root
            logger.addHandler(listener)
    yield lines
    for logger, level in loggers:
        logger.removeHandler(listener), logger.setLevel(level)


@pytest.fixture
def world():
    """The usual small directory, and somebody's address in everything that holds one."""
    made = make_world()
    ask_to_join_school(by=people.person("waiting@sample.example", "Wanda Waiting"), school=people.st_marys())
    gone = "gone@school-of-nobody.example"
    letter = post_letter(key=f"a letter to {gone}", to=gone, subject="Hello", text="words", html="")
    letter.last_error = f"550 <{gone}> is not known here"
    letter.save()
    Bounce.objects.create(address=gone, words=f"550 <{gone}> is not known here")
    Report.objects.create(page="/projects/", reason="wrong", text="It is wrong.", reply_to=ASKS_FOR_ANSWER)
    TakeDown.objects.create(photo=made.photo, reason="mine", words="Please", reply_to=ASKS_FOR_ANSWER)
    return made


def other_peoples(answer, own: set[str]) -> set[str]:
    """Pages about a school's office name its role mailboxes to choose from; no person has one."""
    return {one for one in shown(answer) - own if not one.startswith(OFFICES)}


@pytest.mark.parametrize("role", ROLES)
def test_each_person_reads_no_address_but_their_own(role, world, sign_in, client, logged):
    own = set()
    if user := world.people[role]:
        sign_in(user)
        own = {user.email}
    told, seen = {}, 0
    for name, row in WHO_MAY_SEE.items():
        answer = client.get(address_of(name, row, world))
        seen += answer.status_code == 200
        if found := other_peoples(answer, own):
            told[name] = found
    assert seen > 25
    assert told == {}
    assert [line for line in logged if ADDRESS.search(line)] == []


@pytest.mark.parametrize("role", ["moderator", "superuser"])
def test_moderators_read_none_in_the_admin_but_where_somebody_asks_for_an_answer(role, world, sign_in, rf, logged):
    user = world.people[role]
    client, told, asked = sign_in(user), {}, set()
    pages = [page for model in admin.site._registry for page in pages_of(model, user, rf)]
    pages += [page.replace("/change/", "/history/") for page in pages if page.endswith("/change/")]
    for page in [*pages, "/admin/", "/admin/partnerships/project/desk/"]:
        found = other_peoples(client.get(page), {user.email})
        if ASKS_FOR_ANSWER in found and MAY_BE_READ_IN.match(page):
            asked.add(page)
            found.discard(ASKS_FOR_ANSWER)
        if page.startswith("/admin/accounts/user/") and user.has_perm("accounts.see_address"):
            found = set()  # decision 0008: given by name, and superusers have it
        if found:
            told[page] = found
    assert len(pages) > 40
    assert told == {}
    assert asked != set()
    assert [line for line in logged if ADDRESS.search(line)] == []


def test_there_is_an_address_to_be_seen(sign_in):
    """Else the tests above prove nothing: one's own stands on the page of one's account."""
    client = sign_in(people.lead_of_st_marys())
    client.post("/accounts/reauthenticate/", {"password": people.PASSWORD})
    assert "lead@stmarys.example" in shown(client.get("/accounts/email/"))


@pytest.mark.parametrize("logger", ["accounts", "django.request", "django.server", "schools_together.outbox.jobs"])
def test_a_log_line_with_an_address_would_be_heard(logger, logged):
    logging.getLogger(logger).info("%s was here", "lead@stmarys.example")
    assert [line for line in logged if ADDRESS.search(line)] == [f"INFO {logger}: lead@stmarys.example was here"]


def test_a_trace_with_an_address_would_be_heard_and_is_masked_where_it_is_written(logged):
    """A database repeats in its error the address that it refuses."""
    written = []

    class Console(logging.Handler):
        def emit(self, record):
            written.append(PlainLine("{levelname} {message}", style="{").format(record))

    console = Console()
    logging.getLogger("accounts").addHandler(console)
    try:
        raise LookupError("Key (lower(email))=(lead@stmarys.example) already exists.")
    except LookupError:
        logging.getLogger("accounts").exception("It failed for %s", "bob%40stmarys.example")
    finally:
        logging.getLogger("accounts").removeHandler(console)
    assert len([line for line in logged if ADDRESS.search(line)]) == 1
    assert "(l…@stmarys.example) already exists." in written[0]
    assert "It failed for b…@stmarys.example" in written[0]
    assert not ADDRESS.search(written[0])


def test_every_line_of_the_site_goes_through_that_formatter():
    assert settings.LOGGING["handlers"]["console"]["formatter"] == "plain"
    assert settings.LOGGING["formatters"]["plain"]["()"] == "schools_together.logs.PlainLine"
    assert settings.LOGGING["root"]["handlers"] == ["console"]
