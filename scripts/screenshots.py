"""Photograph pages of a running site: `python scripts/screenshots.py FOLDER [--role EMAIL] [ADDRESS …]`.

For looking at what one makes: each address at 360 and 1280 pixels, light and dark. Needs Chromium and the sample
directory on http://localhost:8000 (or --site).
"""

import argparse
import shutil
from pathlib import Path

from playwright.sync_api import sync_playwright

PASSWORD = "Partnership-2026"
ARGUMENTS = ["--no-sandbox", "--disable-gpu", "--disable-background-networking", "--disable-sync", "--no-first-run"]


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("folder", type=Path)
    parser.add_argument("addresses", nargs="*", default=["/"])
    parser.add_argument("--site", default="http://localhost:8000")
    parser.add_argument("--role", default="", help="e-mail address of a sample person")
    parser.add_argument("--looks", default="light:1280,light:360,dark:1280")
    wish = parser.parse_args()
    wish.folder.mkdir(parents=True, exist_ok=True)
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=shutil.which("chromium"), args=ARGUMENTS)
        context = browser.new_context(base_url=wish.site, locale="en-GB")
        page = context.new_page()
        page.on("console", lambda said: print("console:", page.url, said.text) if said.type == "error" else None)
        if wish.role:
            sign_in(page, wish.role)
        for address in wish.addresses:
            photograph(page, wish.folder, address, wish.looks.split(","))
        browser.close()


def sign_in(page, email: str) -> None:
    page.goto("/accounts/login/")
    page.locator("#id_login").fill(email)
    page.locator("#id_password").fill(PASSWORD)
    page.locator("#id_password").press("Enter")
    page.wait_for_load_state()


def photograph(page, folder: Path, address: str, looks: list[str]) -> None:
    status = page.goto(address).status
    name = address.strip("/").replace("/", "_").partition("?")[0] or "home"
    for look in looks:
        scheme, width = look.split(":")
        page.emulate_media(color_scheme=scheme)
        page.set_viewport_size({"width": int(width), "height": 900})
        page.wait_for_timeout(300)  # buttons change colour over a moment when the scheme changes
        page.screenshot(path=folder / f"{name}-{width}-{scheme}.png", full_page=True)
    print(status, address)


if __name__ == "__main__":
    main()
