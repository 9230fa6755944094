"""Hashing passwords without taking the processors from pages."""

import os
import sys
import threading
from concurrent.futures import ThreadPoolExecutor

from django.contrib.auth.hashers import PBKDF2PasswordHasher

PATIENCE = 10  # of 19: who does something else at the same time gets nine tenths of a processor
_pool: list[tuple[int, ThreadPoolExecutor]] = []
_lock = threading.Lock()


class PatientPBKDF2PasswordHasher(PBKDF2PasswordHasher):
    """Django's own hash, computed in one thread of low priority in each process.

    A hash costs a third of a second of a processor, on purpose. In a flood of log-ins the limits let sixty a minute
    through (accounts/limits.py), which alone would fill two processors for ten seconds. Linux lets a thread stand back
    behind the threads that write pages; elsewhere this is Django's hash in a thread.
    """

    def encode(self, password, salt, iterations=None):
        return _patient_thread().submit(super().encode, password, salt, iterations).result()


def _patient_thread() -> ThreadPoolExecutor:
    """The thread of this process; a process that was forked from another one begins its own."""
    with _lock:
        if not _pool or _pool[0][0] != os.getpid():
            _pool[:] = [(os.getpid(), ThreadPoolExecutor(1, "hashing", initializer=_stand_back))]
        return _pool[0][1]


def _stand_back() -> None:
    if sys.platform == "linux":
        os.setpriority(os.PRIO_PROCESS, threading.get_native_id(), PATIENCE)
