"""The words in which the registers sort schools."""

from django.db import models


class Nation(models.TextChoices):
    ENGLAND = "england", "England"
    WALES = "wales", "Wales"
    SCOTLAND = "scotland", "Scotland"
    NORTHERN_IRELAND = "northern-ireland", "Northern Ireland"
    ELSEWHERE = "elsewhere", "Outside the four nations"


class Region(models.TextChoices):
    """The nine English regions, the three other nations, and what lies outside them."""

    NORTH_EAST = "north-east", "North East"
    NORTH_WEST = "north-west", "North West"
    YORKSHIRE = "yorkshire-and-the-humber", "Yorkshire and the Humber"
    EAST_MIDLANDS = "east-midlands", "East Midlands"
    WEST_MIDLANDS = "west-midlands", "West Midlands"
    EAST_OF_ENGLAND = "east-of-england", "East of England"
    LONDON = "london", "London"
    SOUTH_EAST = "south-east", "South East"
    SOUTH_WEST = "south-west", "South West"
    WALES = "wales", "Wales"
    SCOTLAND = "scotland", "Scotland"
    NORTHERN_IRELAND = "northern-ireland", "Northern Ireland"
    ELSEWHERE = "elsewhere", "Outside the UK regions"


class Sector(models.TextChoices):
    STATE = "state", "State"
    INDEPENDENT = "independent", "Independent"


class Phase(models.TextChoices):
    NURSERY = "nursery", "Nursery"
    PRIMARY = "primary", "Primary"
    SECONDARY = "secondary", "Secondary"
    SIXTH_FORM = "16-plus", "Sixth form or 16 plus"
    ALL_THROUGH = "all-through", "All-through"
    UNKNOWN = "unknown", "Not known"


class Status(models.TextChoices):
    PROPOSED = "proposed", "Proposed to open"
    OPEN = "open", "Open"
    CLOSING = "closing", "Open, but proposed to close"
    CLOSED = "closed", "Closed"


# With pupils today.
OPEN = (Status.OPEN, Status.CLOSING)
