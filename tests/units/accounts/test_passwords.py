"""Which passwords are taken: long ones of any kind, and none that anybody would try first."""

import pytest
from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError

from accounts.models import User

DORA = User(email="d.deputy@hollybank.cambs.sch.uk", name="Dora Deputy")


@pytest.mark.parametrize(
    "password",
    [
        "three green tractors",
        "correct horse battery",
        "Ωμέγα Ωμέγα 17 λόγια",
        "x7#kQ9!mZ2pL",
        "wobbly lanterns at noon",
        "school lavender tuba 9",
        "a" + " b c d e f g h i j" * 4,
        "ü" * 3 + " Ω 😀 eight nine ten" + "x" * 100,
        "Herbstlaubrascheln",
    ],
)
def test_is_taken(password):
    validate_password(password, DORA)


@pytest.mark.parametrize(
    ("password", "sentence"),
    [
        ("", "too short"),
        ("elevenchars", "too short"),
        ("Xy7#kQ9!mZ2", "too short"),
        ("iloveyouiloveyou", "guess|common"),
        ("passwordpassword", "guess|common"),
        ("Password1234", "guess|common"),
        ("123456789012", "guess|common"),
        ("qwertyuiop12", "guess|common"),
        ("aaaaaaaaaaaaaaaa", "guess"),
        ("abababababab", "guess"),
        ("Schools Together", "guess"),
        ("schoolstogether2026", "guess"),
        ("Partnership-2026", "guess"),
        ("Welcome2School!", "guess"),
        ("headteacher2025", "guess"),
        ("hollybank hollybank", "guess"),
        ("Hollybank-School-1", "guess"),
        ("DoraDeputy2026", "guess|similar"),
        ("d.deputy@hollybank.cambs.sch.uk", "guess|similar"),
    ],
)
def test_is_refused(password, sentence):
    with pytest.raises(ValidationError) as refusal:
        validate_password(password, DORA)
    said = " ".join(refusal.value.messages)
    assert any(word in said for word in sentence.split("|")), said
