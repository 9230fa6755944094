"""Letters respect what their reader chose (accounts/notices.py), but for these, each with its reason."""

import ast

from .test_names_and_sizes import ROOT

APPS = ("schools", "accounts", "partnerships", "messaging", "schools_together")
MUST_COME = {
    "accounts/letters.py _write": "what one may do at one's school has changed",
    "accounts/letters.py say_farewell": "the account is gone, and with it what was chosen",
    "accounts/letters.py send_code_to_office": "to an office, which has no account",
    "accounts/letters.py send_invitation": "to somebody who has no account yet",
    "accounts/notices.py _write_digest": "is what was chosen",
    "accounts/notices.py notify": "is how choices are respected",
    "messaging/desk_letters.py _write": "a child at risk, and the end of one's right to write",
    "messaging/letters.py _tell_office": "to an office, which has no account",
    "messaging/letters.py warn_before_forgetting": "the last word before something is deleted",
    "partnerships/alert_letters.py _write": "asked for one by one, each with its own switch",
    "partnerships/letters.py _write_office": "to an office, which has no account",
    "accounts/adapter.py send_mail": "codes, and notices that one's account was changed",
}


def writers() -> set[str]:
    """Each function that writes a letter without asking what was chosen."""
    found = set()
    for app in APPS:
        for path in (ROOT / app).rglob("*.py"):
            for function in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
                if isinstance(function, ast.FunctionDef) and calls(function, ("write_letter", "post_letter")):
                    found.add(f"{path.relative_to(ROOT)} {function.name}")
    return found - {"schools_together/outbox/letters.py write_letter"}


def calls(function: ast.FunctionDef, names: tuple[str, ...]) -> bool:
    called = [node.func for node in ast.walk(function) if isinstance(node, ast.Call)]
    return any(isinstance(one, ast.Name) and one.id in names for one in called)


def test_only_these_letters_cannot_be_turned_off():
    assert sorted(writers()) == sorted(MUST_COME)
