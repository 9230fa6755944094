"""What a question to the directory is answered with."""

from dataclasses import dataclass, field


@dataclass(frozen=True)
class Correction:
    """A word that nobody wrote was read as one that somebody did: `original` and `searched` are whole questions."""

    original: str
    searched: str


@dataclass(frozen=True)
class Loosening:
    """One way to get more results: which part of the question to give up (or, for a distance, the new value)."""

    part: str
    count: int
    miles: int | None = None


@dataclass(frozen=True)
class Answer:
    """One page of what fits.

    `ids` are projects in order, `miles` their distances to the nearest school that stands behind them (None: no place
    known; empty without a place in the question), `counts` {facet: {value: projects she would get by choosing it}},
    `reads_as` what the words were widened to by synonyms.
    """

    total: int
    ids: list[int]
    miles: dict[int, float | None] = field(default_factory=dict)
    counts: dict[str, dict[str, int]] = field(default_factory=dict)
    correction: Correction | None = None
    reads_as: tuple[str, ...] = ()
