"""`manage.py worker`: does by the way what no visitor should wait for. Several may run at once."""

import signal
import threading

from django.core.management.base import BaseCommand, CommandError
from django.db import InterfaceError, OperationalError, close_old_connections, connection

from schools_together.outbox.jobs import do_due_jobs
from schools_together.outbox.sending import LEASE_SECONDS, Round, send_due_letters

LOOK_EVERY = 2  # seconds between looks at an empty queue
PAUSE = 20  # seconds after the mail server or the database could not be reached


class Command(BaseCommand):
    help = "Send the letters and do the jobs that are due, and go on; with --once, do them and end (for cron)."

    def add_arguments(self, parser):
        parser.add_argument("--once", action="store_true", help="End when nothing is due.")
        parser.add_argument(
            "--lease",
            type=float,
            default=LEASE_SECONDS,
            help="Seconds that a batch belongs to this worker; after a crash it waits so long for another.",
        )
        parser.add_argument("--pause", type=float, default=PAUSE, help="Seconds to wait after trouble.")

    def handle(self, *, once, lease, pause, **options):
        self.lease = lease
        self.stopping = threading.Event()
        if once:
            self.empty_the_queue()
            return
        for number in (signal.SIGTERM, signal.SIGINT):
            signal.signal(number, lambda *_: self.stopping.set())
        self.say("Worker started. It looks for letters and jobs every 2 seconds; Ctrl+C ends it.")
        while not self.stopping.is_set():
            self.stopping.wait(self.turn(pause))
        self.say("Worker stopped.")

    def empty_the_queue(self) -> None:
        """Send and do until nothing is due. Raises CommandError where the mail server cannot be reached."""
        while do_due_jobs(seconds=self.lease):
            pass
        while True:
            done = self.send()
            if done.trouble:
                raise CommandError(f"The mail server cannot be reached, letters wait: {done.trouble}")
            if done.is_idle:
                return

    def turn(self, pause: float) -> float:
        """One round of work; returns the seconds until the next."""
        try:
            close_old_connections()
            jobs = do_due_jobs(seconds=self.lease, stop=self.stopping.is_set)
            done = self.send()
        except (OperationalError, InterfaceError) as error:
            connection.close()
            self.say(f"The database cannot be reached: {str(error).strip()}")
            return pause
        if done.trouble:
            self.say(f"The mail server cannot be reached, letters wait: {done.trouble}")
            return pause
        return LOOK_EVERY if done.is_idle and not jobs else 0

    def send(self) -> Round:
        done = send_due_letters(seconds=self.lease, stop=self.stopping.is_set)
        if not done.is_idle:
            self.say(f"Letters: {done.sent} sent, {done.put_off} put off, {done.given_up} given up.")
        return done

    def say(self, words: str) -> None:
        """One line, at once, also into a pipe."""
        self.stdout.write(words)
        self.stdout.flush()
