"""Who stands behind a project, as its page and its line in a list say it."""

from collections.abc import Sequence

from .participations import Named, Participation, ParticipationState


class Backed:
    """A project read by the sides that take part. Nothing of it is stored.

    `named` is what was asked for beforehand: by lines.lines names alone, by `finding.project_for` what a page
    tells. Without it the participations are asked.
    """

    named: Sequence[Named | Participation] | None = None

    @property
    def sides(self) -> Sequence[Named | Participation]:
        return self.participations.all() if self.named is None else self.named

    @property
    def hosts(self) -> list[Named | Participation]:
        return [part for part in self.sides if part.is_host and part.is_confirmed]

    @property
    def partners(self) -> list[Named | Participation]:
        """Partners whose names are public: those that have confirmed."""
        return [part for part in self.sides if not part.is_host and part.is_confirmed]

    @property
    def waiting_count(self) -> int:
        """How many have been named but have not answered; they count, their names wait."""
        return sum(part.state == ParticipationState.INVITED for part in self.sides)

    @property
    def byline(self) -> str:
        """Host and place, as a card says it: "St Mary’s School, Cambridge"."""
        hosts = self.hosts
        if not hosts:
            return ""
        names, place = [part.name for part in hosts], hosts[0].place
        joined = names[0] if len(names) == 1 else f"{', '.join(names[:-1])} and {names[-1]}"
        return f"{joined}, {place}" if place else joined

    @property
    def confirmation(self) -> str:
        """Which mark it bears: "both", "waiting" (somebody is still asked) or "host" (nobody else stands behind it)."""
        if self.is_confirmed_by_both:
            return "both"
        return "waiting" if self.waiting_count else "host"

    @property
    def is_confirmed_by_both(self) -> bool:
        """Computed, never stored: a host and at least one partner stand behind it, and nobody is still asked."""
        return bool(self.hosts) and bool(self.partners) and not self.waiting_count
