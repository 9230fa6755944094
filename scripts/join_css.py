"""Joins the style sheets of static/css/ into static/css/site.css, the one that pages load.

Run it after every change to a sheet: `python scripts/join_css.py`. One file, because each file costs a phone
a round trip; joined by hand rather than at start, because then what is served is what is in the repository.
Sheets in css/pages/ and admin.css stay apart: only their own pages load them.
"""

import re
from pathlib import Path

CSS = Path(__file__).resolve().parent.parent / "static" / "css"


def parts() -> list[Path]:
    """The sheets in the order of the cascade: tokens first, modes (print, forced colours) last."""
    components = sorted((CSS / "components").glob("*.css"))
    return [CSS / "tokens.css", CSS / "base.css", CSS / "layout.css", *components, CSS / "modes.css"]


def squeezed(text: str) -> str:
    """The same rules without comments and needless white space (strings and selectors keep theirs)."""
    text = re.sub(r"/\*.*?\*/", "", text, flags=re.DOTALL)
    text = re.sub(r"\s+", " ", text)
    text = re.sub(r" ?([{};,]) ?", r"\1", text)
    text = re.sub(r"([{;][\w-]+): ", r"\1:", text)
    return text.replace(";}", "}").strip()


def joined() -> str:
    """The text that static/css/site.css must hold."""
    banner = "/* Made by scripts/join_css.py from the sheets beside this file. Change those. */\n"
    return banner + "\n".join(squeezed(part.read_text(encoding="utf-8")) for part in parts()) + "\n"


if __name__ == "__main__":
    (CSS / "site.css").write_text(joined(), encoding="utf-8")
