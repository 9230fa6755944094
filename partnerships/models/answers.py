"""The answers among which the form of a project lets a school choose."""

from django.db import models


class Scale(models.TextChoices):
    EVENT = "event", "Single event"
    SERIES = "series", "Series"
    PROGRAMME = "programme", "Ongoing programme"
    AGREEMENT = "agreement", "Formal agreement or sponsorship"


class Frequency(models.TextChoices):
    ONE_OFF = "one-off", "One-off"
    WEEKLY = "weekly", "Weekly"
    FORTNIGHTLY = "fortnightly", "Fortnightly"
    MONTHLY = "monthly", "Monthly"
    TERMLY = "termly", "Termly"
    ANNUAL = "annual", "Annual"
    ONGOING = "ongoing", "Ongoing"


class Setting(models.TextChoices):
    HOST = "host", "At the host"
    PARTNER = "partner", "At the partner"
    ONLINE = "online", "Online"
    ELSEWHERE = "elsewhere", "Elsewhere"


class Cost(models.TextChoices):
    FREE = "free", "Free to partner"
    SHARED = "shared", "Shared"
    CHARGED = "charged", "Charged"


class Direction(models.TextChoices):
    HOST_TO_PARTNER = "host-to-partner", "Host to partner"
    BOTH_WAYS = "both-ways", "Both ways"
    JOINT = "joint", "Joint"


class Supervision(models.TextChoices):
    HOST = "host", "The host"
    PARTNER = "partner", "The partner"
    BOTH = "both", "Both schools"


class RiskAssessment(models.TextChoices):
    DONE = "done", "Done and agreed"
    PLANNED = "planned", "Will be done before we start"
    NOT_NEEDED = "not-needed", "Not needed, no pupils take part"


class Basis(models.TextChoices):
    """How a figure came about."""

    COUNTED = "counted", "Counted"
    ESTIMATED = "estimated", "Estimated"
