"""What a log line may hold: nobody's e-mail address, whatever a library or a database says in its errors."""

import logging

from schools_together.outbox.addresses import without_addresses


class PlainLine(logging.Formatter):
    """Level, logger and words, and the trace of an error; every address in them is masked."""

    def format(self, record: logging.LogRecord) -> str:
        return without_addresses(super().format(record))
