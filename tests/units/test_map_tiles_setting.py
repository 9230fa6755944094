"""MAP_TILES names a map service: then, and only then, may pages show pictures from exactly that origin."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent.parent
ASK = """
import django
django.setup()
from django.test import Client
print(Client().get("/about/").headers["Content-Security-Policy"])
"""


def image_sources(**environment: str) -> str:
    """What a fresh process of the site tells browsers of pictures, started with these settings."""
    around = {name: os.environ[name] for name in ("PATH", "HOME", "SYSTEMROOT") if name in os.environ}
    around |= {"DJANGO_SETTINGS_MODULE": "schools_together.settings.test", "DATABASE_URL": "sqlite://:memory:"}
    done = subprocess.run(
        [sys.executable, "-c", ASK],
        cwd=ROOT, env=around | environment, capture_output=True, text=True, check=True, timeout=60,
    )  # fmt: skip
    parts = dict(part.strip().split(" ", 1) for part in done.stdout.split(";"))
    assert all("http" not in sources for name, sources in parts.items() if name != "img-src")
    return parts["img-src"]


def test_without_it_pictures_come_from_the_site_alone():
    assert image_sources() == "'self'"


@pytest.mark.parametrize(
    ("tiles", "origin"),
    [
        ("https://maps.example/{z}/{x}/{y}.png", "https://maps.example"),
        ("https://tiles.maps.example:8443/os/{z}/{x}/{y}?key=abc", "https://tiles.maps.example:8443"),
    ],
)
def test_with_it_exactly_that_origin_is_allowed(tiles, origin):
    assert image_sources(MAP_TILES=tiles) == f"'self' {origin}"
