"""A small mail server for tests: keeps what it is given, or misbehaves as it is told.

Modes: "up" takes letters; "451" and "550" refuse every recipient, for now or for good; "hang" never greets;
"drop" ends the conversation after the words of a letter; "slow" takes a twentieth of a second for each.
"""

import socketserver
import threading
import time
from contextlib import contextmanager
from email import message_from_bytes, policy
from email.message import EmailMessage


class Conversation(socketserver.StreamRequestHandler):
    """One client, from greeting to QUIT."""

    def handle(self):
        if self.server.mode == "hang":
            self.server.released.wait(30)
            return
        self.say("220 sink")
        self.envelope: list[str] = []
        for line in self.rfile:
            verb = line.strip().upper()
            if verb.startswith((b"EHLO", b"HELO", b"MAIL", b"RSET", b"NOOP")):
                self.say("250 sink")
            elif verb.startswith(b"RCPT"):
                self.take_recipient(line)
            elif verb == b"DATA":
                self.say("354 go on")
                if not self.take_words():
                    return
            elif verb == b"QUIT":
                self.say("221 bye")
                return
            else:
                self.say("500 what?")

    def take_recipient(self, line: bytes) -> None:
        refusals = {"451": "451 4.3.0 come back later", "550": "550 5.1.1 no such mailbox"}
        self.envelope.append(line.decode().split("<")[1].split(">")[0])
        self.say(refusals.get(self.server.mode, "250 ok"))

    def take_words(self) -> bool:
        words = b""
        for line in self.rfile:
            if line == b".\r\n":
                break
            words += line.removeprefix(b".") if line.startswith(b"..") else line
        else:
            return False
        if self.server.mode == "drop":
            return False
        if self.server.mode == "slow":
            time.sleep(0.05)
        with self.server.lock:
            self.server.letters.append((tuple(self.envelope), message_from_bytes(words, policy=policy.default)))
        self.envelope = []
        self.say("250 taken")
        return True

    def say(self, words: str) -> None:
        self.wfile.write(f"{words}\r\n".encode())


class SmtpSink(socketserver.ThreadingTCPServer):
    """`letters` holds (recipients of the envelope, message) in the order of arrival."""

    allow_reuse_address = True
    daemon_threads = True

    def __init__(self, mode: str = "up"):
        super().__init__(("127.0.0.1", 0), Conversation)
        self.mode = mode
        self.lock = threading.Lock()
        self.released = threading.Event()
        self.letters: list[tuple[tuple[str, ...], EmailMessage]] = []

    def handle_error(self, request, client_address):
        """A client that was killed half-way is part of the test."""

    @property
    def port(self) -> int:
        return self.server_address[1]

    @property
    def names(self) -> list[str]:
        """The Message-ID of each letter, in order."""
        return [message["Message-ID"] for _, message in self.letters]

    def mailers(self, timeout: float = 2) -> dict:
        """The MAILERS setting that sends here."""
        options = {"host": "127.0.0.1", "port": self.port, "timeout": timeout}
        return {"default": {"BACKEND": "django.core.mail.backends.smtp.EmailBackend", "OPTIONS": options}}


@contextmanager
def smtp_sink(mode: str = "up"):
    """A running SmtpSink, ended afterwards."""
    sink = SmtpSink(mode)
    thread = threading.Thread(target=sink.serve_forever, kwargs={"poll_interval": 0.05}, daemon=True)
    thread.start()
    try:
        yield sink
    finally:
        sink.released.set()
        sink.shutdown()
        sink.server_close()
        thread.join()
