"""Draw static/img/social.png, the picture that stands beside a shared link: `python scripts/make_social.py`.

Needs Chromium. The picture is 1200 by 630 points: the mark of the site, its name and its promise, from our own sprite.
"""

import shutil
from pathlib import Path

from playwright.sync_api import sync_playwright

STATIC = Path(__file__).resolve().parent.parent / "static"
PAGE = """<!doctype html><style>
@font-face{{font-family:Besley;src:url("{fonts}/besley-latin.woff2")}}
:root{{--m1:#f6b73c;--m2:#6fbf9f;--m3:#0a3a2d}}
body{{margin:0;width:1200px;height:630px;padding:0 90px;box-sizing:border-box;display:grid;align-content:center}}
body{{background:#e8f1ee;color:#17251f;font-family:Besley}}
svg{{width:200px;height:200px}}
h1{{font-size:92px;margin:24px 0 10px;font-weight:600}}
p{{font-size:40px;margin:0;color:#0c5641}}
</style><body><svg viewBox="{box}">{mark}</svg><h1>Schools Together</h1>
<p>Every school has something to offer.</p>"""


def main() -> None:
    sprite = (STATIC / "img/sprite.svg").read_text(encoding="utf-8")
    symbol = sprite[sprite.index('<symbol id="brand"') :]
    head, _, rest = symbol.partition(">")
    box = head.partition('viewBox="')[2].partition('"')[0]
    page = PAGE.format(fonts=(STATIC / "fonts").as_uri(), box=box, mark=rest.partition("</symbol>")[0])
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=shutil.which("chromium"), args=["--no-sandbox"])
        view = browser.new_page(viewport={"width": 1200, "height": 630})
        folder = STATIC.parent / "var"
        folder.mkdir(exist_ok=True)
        (folder / "social.html").write_text(page, encoding="utf-8")
        view.goto((folder / "social.html").as_uri())
        view.wait_for_timeout(500)
        view.screenshot(path=STATIC / "img/social.png")
        browser.close()


if __name__ == "__main__":
    main()
