"""Three different troubles with a place, each with the sentence that tells a visitor what to do about it.

What was typed is never part of the sentence or of the exception: a postcode can be somebody's home, and
exceptions end up in logs.
"""


class PlaceTrouble(Exception):
    """A place could not be found; `sentence` is for the visitor."""

    sentence = ""

    def __str__(self) -> str:
        return self.sentence


class PlaceNotKnown(PlaceTrouble):
    """Neither a postcode nor a name we know."""

    sentence = "We do not know that place. Enter a postcode, like LS1 4AP, or a town."


class PlaceOutsideArea(PlaceTrouble):
    """A real place, but not in the United Kingdom: Crown dependencies, forces' post, overseas."""

    sentence = (
        "That place is outside the area we cover. Enter a postcode or a town in England, Scotland, Wales or "
        "Northern Ireland."
    )


class PlaceUnavailable(PlaceTrouble):
    """We could not look: the table of places or the database cannot be read. Not the visitor's fault."""

    sentence = "We could not look up that place just now. Try again in a few minutes, or search without a place."
