"""Where an enquiry stands: passed on or not, answered how, and what came of it."""

from django.db import models


class Answer(models.TextChoices):
    """What the school that was asked has said."""

    NONE = "", "No answer yet"
    INTERESTED = "interested", "Yes, let us talk"
    UNDECIDED = "undecided", "Not sure yet"
    NOT_NOW = "not-now", "Not now"


class Outcome(models.TextChoices):
    """What came of it, as either school has said."""

    NONE = "", "Nothing said yet"
    TALKING = "talking", "We are talking"
    AGREED = "agreed", "We have agreed to do something together"
    NOT_NOW = "not-now", "Not now"
    NO_ANSWER = "no-answer", "We never got an answer"


class Standing(models.TextChoices):
    """Whether it has reached the other school."""

    SENT = "sent", "Sent"
    HELD = "held", "A moderator reads it first"
    REFUSED = "refused", "Not passed on"


# A held enquiry is released or refused by a moderator; a refusal may be undone within thirty days.
STANDING_MOVES = {
    Standing.HELD: {Standing.SENT, Standing.REFUSED},
    Standing.REFUSED: {Standing.SENT},
    Standing.SENT: set(),
}
FINISHED = (Outcome.AGREED, Outcome.NOT_NOW, Outcome.NO_ANSWER)
