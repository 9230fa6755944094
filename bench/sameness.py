"""Does the time of an answer tell whether an address is known? `python bench/sameness.py [ROUNDS]`, 12 unless told.

Signs in with a wrong password, signs up, asks for a new password and for a log-in code, each with addresses that have
an account and with addresses that have none, by turns, with the password hash of production and a database that is
thrown away. Compares the medians of processor time (a busy machine stretches the clock only). They must be within 15 %.
"""

import os
import statistics
import sys
import tempfile
import time
from itertools import count
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))
MOST_APART = 0.15
PASSWORD = "quiet-lantern-orchard-tea"
PAGES = {
    "log-in, wrong password": "/accounts/login/",
    "sign-up": "/accounts/signup/",
    "new password": "/accounts/password/reset/",
    "log-in code": "/accounts/login/code/",
}
clients = count(1)


def main() -> int:
    rounds = int(sys.argv[1]) if len(sys.argv) > 1 else 12
    with tempfile.TemporaryDirectory() as folder:
        os.environ["DATABASE_URL"] = f"sqlite:///{folder}/bench.sqlite3"
        os.environ["DJANGO_SETTINGS_MODULE"] = "schools_together.settings.test"
        import django

        django.setup()
        from django.conf import settings
        from django.core.management import call_command
        from django.test.utils import setup_test_environment

        # The setting of tests is fast; people's passwords are not.
        settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.PBKDF2PasswordHasher"]
        setup_test_environment()
        call_command("migrate", verbosity=0)
        addresses = people(rounds + 1)
        begun = a_form_of_a_while_ago()
        from schools_together.outbox.models import Letter

        print(f"{'':26}{'known':>10}{'unknown':>10}{'apart':>8}")
        held = [apart(what, page, addresses, begun) <= MOST_APART for what, page in PAGES.items()]
        letters = Letter.objects.count()
        print(f"letters: {letters} of {6 * (rounds + 1)}, one for each but the log-ins")
        return 0 if all(held) and letters == 6 * (rounds + 1) else 1


def people(many: int) -> list[tuple[str, str]]:
    """(known, unknown) addresses of the same length."""
    from accounts.models import User

    for number in range(many):
        user = User.objects.create_user(f"known{number:03}@school.example", PASSWORD, name="Somebody")
        user.emailaddress_set.create(email=user.email, verified=True, primary=True)
    return [(f"known{number:03}@school.example", f"never{number:03}@school.example") for number in range(many)]


def a_form_of_a_while_ago() -> str:
    """What a form says about when it was drawn; one that comes back at once is taken for a program's."""
    from accounts import traps

    begun = traps.now_signed()
    time.sleep(traps.FASTEST_SECONDS + 1)
    return begun


def apart(what: str, page: str, addresses: list[tuple[str, str]], begun: str) -> float:
    """Prints one line of the table; the first round warms up and does not count."""
    took = [[], []]
    for pair in addresses:
        for place, address in enumerate(pair):
            took[place].append(work_of(page, address, begun))
    known, unknown = (statistics.median(times[1:]) for times in took)
    difference = abs(known - unknown) / max(known, unknown)
    print(f"{what:26}{known:7.1f} ms{unknown:7.1f} ms{difference:7.1%}", flush=True)
    return difference


def work_of(page: str, address: str, begun: str) -> float:
    """Milliseconds of work for one posted form. Each comes from an address of its own, so that no limit counts."""
    from django.test import Client

    number = next(clients)
    browser = Client(REMOTE_ADDR=f"10.1.{number // 250}.{number % 250 + 1}")
    typed = {
        "login": address, "password": "wrong-" + PASSWORD, "email": address, "name": "Somebody",
        "password1": PASSWORD, "begun": begun, "nothing": "",
    }  # fmt: skip
    before = time.process_time()
    answer = browser.post(page, typed)
    took = (time.process_time() - before) * 1000
    if answer.status_code != (200 if page == "/accounts/login/" else 302):
        raise SystemExit(f"{page} did not take the form: it answered {answer.status_code}.")
    return took


if __name__ == "__main__":
    sys.exit(main())
