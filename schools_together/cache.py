"""The cache of a public site: Django's table in the database, but one that may be away or locked without harm.

Nothing that must hold stands in it: figures of a minute, and what allauth counts and locks with. So a cache that cannot
be asked has nothing, keeps nothing, and grants nobody a lock. Pages work and are a little slower. What is limited
(signing in and up, letters with codes and new passwords) is refused with 429 until the cache is back.
"""

import logging
import time
from collections.abc import Callable

from django.core.cache.backends.base import DEFAULT_TIMEOUT
from django.core.cache.backends.db import DatabaseCache
from django.db import DatabaseError, connections, router, transaction

logger = logging.getLogger(__name__)

LONGEST_WAIT = "500ms"  # for a lock on the table, on PostgreSQL
SAID_EVERY_SECONDS = 60
IS_AWAY = (
    "The cache cannot be used, so nobody can sign in or up; all else works. "
    "Does its table exist (manage.py createcachetable), and does somebody lock it? %s"
)


class CarefulCache(DatabaseCache):
    """Each question gets an answer, though it be “nothing there”; no transaction around it is harmed."""

    said_at = float("-inf")

    def get_many(self, keys, version=None):
        return self._try(lambda: super(CarefulCache, self).get_many(keys, version), {})

    def has_key(self, key, version=None):
        return self._try(lambda: super(CarefulCache, self).has_key(key, version), False)

    def clear(self):
        self._try(super().clear, None)

    def _base_set(self, mode, key, value, timeout=DEFAULT_TIMEOUT):
        """False where it was not kept. For `add` that means: somebody else has it."""
        return self._try(lambda: super(CarefulCache, self)._base_set(mode, key, value, timeout), False)

    def _base_delete_many(self, keys):
        return self._try(lambda: super(CarefulCache, self)._base_delete_many(keys), False)

    def _try[Answer](self, ask: Callable[[], Answer], otherwise: Answer) -> Answer:
        connection = connections[router.db_for_write(self.cache_model_class)]
        try:
            return _within_a_savepoint(connection, ask) if connection.vendor == "postgresql" else ask()
        except DatabaseError as error:
            self._say(error)
            return otherwise

    @classmethod
    def _say(cls, error: DatabaseError) -> None:
        """One line a minute from each process."""
        if time.monotonic() - CarefulCache.said_at >= SAID_EVERY_SECONDS:
            CarefulCache.said_at = time.monotonic()
            logger.error(IS_AWAY, str(error).partition("\n")[0])


def _within_a_savepoint[Answer](connection, ask: Callable[[], Answer]) -> Answer:
    """On PostgreSQL a failed question ends the transaction around it, and a locked table is waited for without end.

    On SQLite a failed question harms nothing, and a transaction would take the one lock for writing.
    """
    is_inner = connection.in_atomic_block
    with transaction.atomic(using=connection.alias), connection.cursor() as cursor:
        cursor.execute("SELECT set_config('lock_timeout', %s, true)", [LONGEST_WAIT])
        answer = ask()
        if is_inner:
            cursor.execute("SET LOCAL lock_timeout TO DEFAULT")
    return answer
