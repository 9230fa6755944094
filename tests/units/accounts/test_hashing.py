"""A password is hashed as Django does it, by a thread that stands back behind those that write pages."""

import os
import sys
import threading

import pytest
from django.contrib.auth.hashers import check_password, make_password

from accounts.hashers import PATIENCE, PatientPBKDF2PasswordHasher, _patient_thread

OURS, DJANGOS = "accounts.hashers.PatientPBKDF2PasswordHasher", "django.contrib.auth.hashers.PBKDF2PasswordHasher"


def test_a_password_that_django_hashed_is_ours_and_ours_is_djangos(settings):
    settings.PASSWORD_HASHERS = [DJANGOS]
    theirs = make_password("Partnership-2026")
    settings.PASSWORD_HASHERS = [OURS]
    assert check_password("Partnership-2026", theirs) and not check_password("partnership-2026", theirs)
    ours = make_password("Partnership-2026")
    settings.PASSWORD_HASHERS = [DJANGOS]
    assert check_password("Partnership-2026", ours)
    assert ours.split("$")[:2] == theirs.split("$")[:2]


@pytest.mark.skipif(sys.platform != "linux", reason="only there a thread has a priority of its own")
def test_the_thread_stands_back_and_the_others_do_not():
    before = os.getpriority(os.PRIO_PROCESS, threading.get_native_id())
    PatientPBKDF2PasswordHasher().encode("word", "salt", iterations=2)
    there = _patient_thread().submit(lambda: os.getpriority(os.PRIO_PROCESS, threading.get_native_id())).result()
    assert there == max(before, PATIENCE)
    assert os.getpriority(os.PRIO_PROCESS, threading.get_native_id()) == before


@pytest.mark.skipif(not hasattr(os, "fork"), reason="no such processes here")
def test_a_forked_process_hashes_too():
    PatientPBKDF2PasswordHasher().encode("word", "salt", iterations=2)
    child = os.fork()
    if child == 0:
        hashed = PatientPBKDF2PasswordHasher().encode("word", "salt", iterations=2)
        os._exit(0 if hashed.startswith("pbkdf2_sha256$2$salt$") else 1)
    for _ in range(100):
        done, status = os.waitpid(child, os.WNOHANG)
        if done:
            break
        threading.Event().wait(0.1)
    else:
        os.kill(child, 9)
        os.waitpid(child, 0)
        status = -1
    assert status == 0
