"""Every letter as a mail program on a narrow phone shows it: axe is silent, and nothing is cut off or tiny."""

import pytest
from axe_playwright_python.sync_playwright import Axe

from tests.behaviour.test_every_letter import ALLAUTHS, OURS, words_of_any_letter, write, write_allauths

pytestmark = [pytest.mark.browser, pytest.mark.django_db]
SMALLEST = 12  # pixels
MEASURE = """(smallest) => ({
  width: document.documentElement.scrollWidth,
  tiny: [...document.querySelectorAll("body *")].filter((one) =>
    [...one.childNodes].some((node) => node.nodeType === 3 && node.data.trim()) && one.checkVisibility()
    && parseFloat(getComputedStyle(one).fontSize) < smallest).map((one) => one.outerHTML.slice(0, 90)),
})"""


def test_every_letter_is_accessible_and_readable_on_a_phone(chromium):
    words = words_of_any_letter()
    letters = {name: write(name, words).html for name in OURS}
    letters |= {prefix: write_allauths(prefix).html for prefix in ALLAUTHS}
    context = chromium.new_context(viewport={"width": 320, "height": 800}, locale="en-GB")
    page = context.new_page()
    page.set_default_timeout(12_000)
    faults = []
    for name, html in letters.items():
        page.set_content(html)
        seen = page.evaluate(MEASURE, SMALLEST)
        faults += [(name, "wider than the phone", seen["width"])] if seen["width"] > 320 else []
        faults += [(name, "tiny", words) for words in seen["tiny"]]
        found = Axe().run(page).response["violations"]
        faults += [(name, one["id"], one["nodes"][0]["html"][:90]) for one in found]
    context.close()
    assert len(letters) > 40
    assert faults == []
