"""What the journeys ask of an open page: axe in every look, our own words, ways from an error to its field, HTML."""

import re
import shutil
import subprocess
from collections.abc import Callable, Iterable
from pathlib import Path

from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page

CHECKER = Path(__file__).resolve().parent.parent.parent / "var" / "vnu.jar"
LOOKS = [("light", 1280), ("dark", 1280), ("dark", 320), ("light", 320)]
# What the libraries would say in their own words.
THEIRS = re.compile(
    r"Email|Reauthenticate|Successfully|Authenticator App|Two-Factor|Sign In|Change Password|Security Key|Bad Token"
    r"|Confirm Access|functionality|This field is required|Required\.|Select a valid choice|Ensure this value"
)
# Each line of the summary that leads nowhere, and each box that it leads to without being marked or explained.
LOST = """() => [...document.querySelectorAll("[data-error-summary] a")].flatMap(link => {
    const box = document.getElementById(link.hash.slice(1));
    if (!box) return [[link.innerText, "leads nowhere"]];
    const told = [box, box.closest("fieldset")].map(one => one?.getAttribute("aria-describedby") ?? "").join(" ");
    const said = told.split(" ").filter(Boolean).map(id => document.getElementById(id)?.innerText ?? "").join(" ");
    return [[box.getAttribute("aria-invalid") === "true", "is not marked"], [said.length > 0, "is not explained"]]
        .filter(([holds]) => !holds).map(([, words]) => [box.id, words]); })"""
RUN_AXE = """axe.run(document, {resultTypes: ["violations"]})
    .then(found => found.violations.map(fault => [fault.id, fault.nodes.map(node => node.target)]))"""
SUMMARY_HAS_FOCUS = "document.activeElement.hasAttribute('data-error-summary')"


class Look:
    """Gathers what is wrong with pages, and their HTML for the checker. `verdict` says all of it.

    `known` are faults that are not ours, by axe's rule and a selector for the place; `options` go to the checker.
    """

    def __init__(self, folder: Path, looks: list = LOOKS, known: Iterable[tuple[str, str]] = (), options=()):
        self.folder, self.looks, self.known, self.options = folder, looks, known, options
        self.faults: list[tuple] = []

    def __call__(self, page: Page) -> None:
        """The page as it is open now."""
        self._at(page, page.evaluate("fetch(location.href).then(answer => answer.text())"))

    def after(self, page: Page, send: Callable[[], None], sentence: str = "", is_error: bool = True) -> None:
        """Send a form, and look at what comes back: it must say the sentence and, as an error, lead to the field."""
        came_from = page.url
        with page.expect_navigation() as waited:
            send()
        words = page.locator("body").inner_text().replace("'", "’")
        if sentence not in words:
            self.faults.append((came_from, "does not say", sentence, words[-2500:-150]))
        if is_error:
            if not page.title().startswith("Error: "):
                self.faults.append((came_from, "title", page.title()))
            if not page.evaluate(SUMMARY_HAS_FOCUS):
                self.faults.append((came_from, "summary has no focus"))
            self.faults += [(came_from, *fault) for fault in page.evaluate(LOST)]
        self._at(page, waited.value.text())

    def verdict(self) -> str:
        """Every fault on a line of its own; the checker’s words last, where the checker is here."""
        lines = [repr(fault) for fault in self.faults]
        if CHECKER.exists() and shutil.which("java") and any(self.folder.iterdir()):
            lines.append(checked(self.folder, *self.options))
        return "\n".join(filter(None, lines))

    def _at(self, page: Page, html: str) -> None:
        self.faults += [(page.url, *fault) for one in self.looks for fault in faults_of(page, *one, self.known)]
        said = THEIRS.findall(page.locator("main").inner_text())
        self.faults += [(page.url, "says", words) for words in said]
        name = re.sub(r"\W+", "-", page.url.partition("//")[2].partition("/")[2])[:60]
        (self.folder / f"{len(list(self.folder.iterdir()))}-{name}.html").write_text(html, encoding="utf-8")


def faults_of(page: Page, scheme: str, width: int, known: Iterable[tuple[str, str]] = ()) -> list[tuple]:
    """What axe finds at this width in this scheme, and whether the page scrolls sideways."""
    # Without motion: a button that is still fading from one scheme to the other has no contrast to speak of.
    page.emulate_media(color_scheme=scheme, reduced_motion="reduce")
    page.set_viewport_size({"width": width, "height": 900})
    found = []
    if page.evaluate("!window.axe"):
        page.evaluate(Axe().axe_script)
    for rule, targets in page.evaluate(RUN_AXE):
        places = [selector for known_rule, selector in known if known_rule == rule]
        nodes = [target for target in targets if not is_at(page, target[-1], places)]
        found += [(scheme, width, rule, nodes[:3])] if nodes else []
    wide = page.evaluate("document.documentElement.scrollWidth")
    return found if wide <= width else [*found, (scheme, width, "scrolls sideways", wide)]


def is_at(page: Page, target: str, places: list[str]) -> bool:
    """True where the element that axe names is one of these selectors'."""
    return bool(places) and page.evaluate(
        "([one, of]) => document.querySelector(one).matches(of)", [target, ",".join(places)]
    )


def checked(folder: Path, *options: str) -> str:
    """What the Nu HTML checker says about the pages in a folder."""
    asked = ["java", "-jar", str(CHECKER), "--format", "text", "--skip-non-html", *options, str(folder)]
    said = subprocess.run(asked, capture_output=True, text=True).stderr.replace(str(folder), "").strip()
    return re.sub(r"Document checking completed\.( No errors found\.)?", "", said).strip()
