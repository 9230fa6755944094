"""A person without a mouse: Tab and Shift+Tab until the wanted thing has the focus, which must be seen on the way."""

from playwright.sync_api import Page

MOST_STEPS = 80
SCROLLED_MS = 600  # the browser glides to what lies below the screen
FOCUSED = """() => {
    const one = document.activeElement, box = one.getBoundingClientRect(), style = getComputedStyle(one);
    const x = Math.min(box.left + box.width / 2, innerWidth - 1), y = box.top + box.height / 2;
    const above = document.elementFromPoint(x, y);
    const has_outline = style.outlineStyle !== "none" && parseFloat(style.outlineWidth) >= 2;
    return {
        words: (one.labels?.[0]?.innerText || one.innerText || one.getAttribute("aria-label") || "").trim(),
        on_screen: box.width > 0 && box.right > 0 && box.bottom > 0 && box.top < innerHeight,
        uncovered: !above || one.contains(above) || above.contains(one),
        ringed: has_outline || style.boxShadow !== "none" }; }"""


def tab_to(page: Page, name: str, back: bool = False) -> None:
    """Press Tab (or Shift+Tab) until what has the focus begins with these words."""
    for _ in range(MOST_STEPS):
        page.keyboard.press("Shift+Tab" if back else "Tab")
        focused = page.evaluate(FOCUSED)
        if not focused["on_screen"]:
            page.wait_for_timeout(SCROLLED_MS)
            focused = page.evaluate(FOCUSED)
        assert focused["on_screen"] and focused["uncovered"] and focused["ringed"], focused
        if focused["words"].startswith(name):
            return
    raise AssertionError(f"Tab never reaches “{name}” on {page.url}.")


def press(page: Page, name: str, key: str = "Enter", back: bool = False) -> None:
    """Go to a link or button by Tab and press it; the next page is open afterwards."""
    tab_to(page, name, back)
    with page.expect_navigation():
        page.keyboard.press(key)


def type_into(page: Page, label: str, words: str) -> None:
    tab_to(page, label)
    page.keyboard.type(words)
