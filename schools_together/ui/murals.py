"""Where the pieces of a mural lie: covers (2:1) and friezes are laid from a category's tile and four patterns."""

FRIEZE = (
    ("m-3", 0), ("m-1", 0), ("tile", 0), ("m-2", 0), ("m-4", 0), ("m-1", 90), ("m-3", 180), ("tile", 0),
    ("m-1", 0), ("m-2", 90), ("m-4", 0), ("m-3", 0), ("tile", 0), ("m-1", 270), ("m-2", 0), ("m-3", 180),
)  # fmt: skip


def _piece(symbol: str, x: int, size: int, turn: int = 0) -> dict:
    """One square: the sprite's symbol, its left edge and side in units of the viewBox, its turn about its middle."""
    turned = f"rotate({turn} {x + size / 2:g} {size / 2:g})" if turn else ""
    return {"symbol": symbol, "x": x, "size": size, "transform": turned}


def cover_pieces(slug: str) -> list[dict]:
    """Three squares in 288 by 144: half a pattern, the tile, half a pattern. The slug chooses, so it never changes."""
    kind = len(slug) % 4
    left, right = f"m-{kind + 1}", f"m-{(kind + 1) % 4 + 1}"
    return [
        _piece(left, -72, 144, 180 if kind in (0, 2) else 0),
        _piece(f"t-{slug}", 72, 144),
        _piece(right, 216, 144),
    ]


def frieze_pieces(slug: str) -> list[dict]:
    """Sixteen squares in 1536 by 96, the tile three times among them."""
    return [
        _piece(f"t-{slug}" if symbol == "tile" else symbol, place * 96, 96, turn)
        for place, (symbol, turn) in enumerate(FRIEZE)
    ]
