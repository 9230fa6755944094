"""A real Chromium, and the site that it walks. Skipped with the reason where there is no Chromium."""

import shutil

import pytest
from playwright.sync_api import sync_playwright

ARGUMENTS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--no-first-run",
]


@pytest.fixture(scope="session")
def chromium():
    """One browser for all journeys."""
    path = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")
    if path is None:
        pytest.skip("No Chromium on this machine: install the package chromium to walk the journeys.")
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=path, args=ARGUMENTS)
        yield browser
        browser.close()


@pytest.fixture(params=[True, False], ids=["with JavaScript", "without JavaScript"])
def new_page(request, chromium, live_server):
    """Opens pages of a fresh visitor: `page = new_page()`. Everything the browser complains of fails the test."""
    contexts, complaints = [], []

    def opened(width: int = 1280, scheme: str = "light"):
        context = chromium.new_context(
            base_url=live_server.url,
            java_script_enabled=request.param,
            viewport={"width": width, "height": 900},
            color_scheme=scheme,
            locale="en-GB",
        )
        contexts.append(context)
        page = context.new_page()
        page.set_default_timeout(12_000)
        page.on("console", lambda said: complaints.append(said.text) if is_a_complaint(said) else None)
        page.on("request", lambda asked: complaints.append(asked.url) if not is_ours(asked.url, live_server) else None)
        return page

    opened.has_javascript = request.param
    yield opened
    for context in contexts:
        context.close()
    assert complaints == []


def is_a_complaint(said) -> bool:
    """True for an error of the browser, but for its note that a page is not there or that a form was refused."""
    return said.type == "error" and not any(f"status of {code}" in said.text for code in (403, 404, 409, 422))


def is_ours(url: str, live_server) -> bool:
    """True for the site's own origin: no page may ask anybody else for anything."""
    return url.startswith((live_server.url, "blob:", "about:"))
