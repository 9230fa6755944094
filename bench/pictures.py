"""How long the upload of a 12-megapixel photograph takes, and how much memory: `python bench/pictures.py`.

Each kind in a process of its own, since memory that was taken once is not given back. HEIC is measured where a file is
given (--heic FILE): the site can read it and not write it.
"""

import argparse
import json
import os
import re
import subprocess
import sys
import tempfile
import time
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))
KINDS = ["JPEG", "PNG", "WEBP"]
MOST_SECONDS, MOST_MEGABYTES = 3, 150


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--heic", type=Path)
    parser.add_argument("--one", type=Path, help="measure this file alone, as the other processes do")
    wish = parser.parse_args()
    os.environ["DJANGO_SETTINGS_MODULE"] = "schools_together.settings.test"
    if wish.one:
        print(json.dumps(measured(wish.one)))
        return
    with tempfile.TemporaryDirectory() as folder:
        files = [made(kind, Path(folder)) for kind in KINDS] + ([wish.heic] if wish.heic else [])
        for file in files:
            asked = [sys.executable, __file__, "--one", str(file)]
            told = json.loads(subprocess.run(asked, capture_output=True, text=True, check=True).stdout)
            fits = told["seconds"] <= MOST_SECONDS and told["megabytes"] <= MOST_MEGABYTES
            print(
                f"{file.suffix[1:]:5} {file.stat().st_size / 1e6:5.1f} MB  upload answered in {told['seconds']:.2f} s, "
                f"{told['megabytes']} MB more memory, kept {told['kept'] / 1e3:.0f} kB; sizes by the worker in "
                f"{told['sizes']:.1f} s{'' if fits else '  BEYOND THE FIGURES'}"
            )


def made(kind: str, folder: Path) -> Path:
    """A noisy picture as large as we take it: 12 million points, 9 in WebP. PNG has a coarser grain, to be small."""
    from PIL import Image

    noise = Image.effect_noise((1000, 750), 40)
    picture = Image.merge("RGB", [noise, noise.rotate(90, expand=False), noise.rotate(180)])
    size = (3400, 2600) if kind == "WEBP" else (4000, 3000)
    picture = picture.resize(size, Image.Resampling.NEAREST if kind == "PNG" else Image.Resampling.BICUBIC)
    file = folder / f"photo.{kind.lower()}"
    picture.save(file, kind, quality=92)
    return file


def measured(file: Path) -> dict:
    """The upload through the whole site, in this process, on a database in memory."""
    import django

    django.setup()
    from django.conf import settings
    from django.core.management import call_command
    from django.test import Client

    from tests import factories, people, pictures

    with tempfile.TemporaryDirectory() as media:
        settings.MEDIA_ROOT = media
        call_command("migrate", verbosity=0)
        project = factories.project(host=people.st_marys(), partners=[people.st_albans()], state="draft")
        client = Client()
        client.force_login(people.lead_of_st_marys(), backend="allauth.account.auth_backends.AuthenticationBackend")
        address = f"/projects/{project.slug}/pictures/"
        send(client, address, pictures.jpeg())  # everything is loaded once
        Path("/proc/self/clear_refs").write_text("5")  # the peak is counted anew from here
        before = kilobytes("VmRSS")
        begin = time.perf_counter()
        send(client, address, file)
        seconds = time.perf_counter() - begin
        more = (kilobytes("VmHWM") - before) // 1024
        photo = project.photos.last()
        begin = time.perf_counter()
        factories.make_photo_sizes(photo.pk)
        return {"seconds": seconds, "megabytes": more, "kept": photo.bytes, "sizes": time.perf_counter() - begin}


def kilobytes(name: str) -> int:
    """What Linux says of this process: VmRSS is its memory now, VmHWM the most that it has been."""
    return int(re.search(rf"{name}:\s+(\d+)", Path("/proc/self/status").read_text())[1])


def send(client, address: str, what) -> None:
    from tests import pictures

    content = what.read_bytes() if isinstance(what, Path) else what
    form = {"what": "add", "pictures": [pictures.upload(content)], "has_consent": "on"}
    assert client.post(address, form).status_code == 302


if __name__ == "__main__":
    main()
