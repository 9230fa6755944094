"""One question to the directory, already cleaned."""

from dataclasses import dataclass, replace

from schools_together.geo.points import Point

# Facets of which a question may name several; "any of" within one, all of them together.
FACETS = (
    "category", "subject", "shares", "phase", "scale", "frequency", "setting", "cost", "region", "authority",
    "sector", "open",
)  # fmt: skip


@dataclass(frozen=True)
class Criteria:
    """What somebody looks for. Tuples hold slugs or values; `near` is a point; `within` is in miles, None any distance.

    `sort` is "nearest", "best", "newest", "checked" or "partners"; without one the nearest first where there is a
    point, else the best match where there are words, else the newest. `as_typed` leaves misspelt words as they are.
    """

    q: str = ""
    category: tuple[str, ...] = ()
    subject: tuple[str, ...] = ()
    shares: tuple[str, ...] = ()
    phase: tuple[str, ...] = ()
    scale: tuple[str, ...] = ()
    frequency: tuple[str, ...] = ()
    setting: tuple[str, ...] = ()
    cost: tuple[str, ...] = ()
    region: tuple[str, ...] = ()
    authority: tuple[str, ...] = ()
    sector: tuple[str, ...] = ()
    open: tuple[str, ...] = ()
    near: Point | None = None
    within: int | None = None
    sort: str = ""
    as_typed: bool = False

    def without(self, name: str) -> "Criteria":
        """The same question without one part."""
        return replace(self, **{name: Criteria.__dataclass_fields__[name].default})

    @property
    def facets_in_use(self) -> list[str]:
        return [name for name in FACETS if getattr(self, name)]

    @property
    def order(self) -> str:
        """The order that is meant: what needs words or a place falls back where there is none."""
        if self.sort in ("newest", "checked", "partners"):
            return self.sort
        if self.near and self.sort in ("", "nearest"):
            return "nearest"
        return "best" if self.q and self.sort in ("", "best", "nearest") else "newest"
