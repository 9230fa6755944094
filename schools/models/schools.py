"""Schools, as the register states them. The import may overwrite all of it; what schools say is in profiles.py."""

from django.db import models, transaction
from django.db.models import Q
from django.urls import reverse
from django.utils.text import slugify

from schools.hosts import LONGEST_DOMAIN, domain_in
from schools.names import search_key
from schools_together.geo.points import Point

from .authorities import LocalAuthority, Trust
from .editions import SchoolEdition
from .kinds import OPEN, Nation, Phase, Region, Sector, Status


class SchoolQuerySet(models.QuerySet):
    def open(self):
        """Schools with pupils today: open, or open and proposed to close."""
        return self.filter(status__in=OPEN)

    def matching(self, words: str):
        """Schools whose name, town, postcode or URN hold every one of the words; blank words change nothing."""
        schools = self
        for word in search_key(words).split()[:8]:
            schools = schools.filter(Q(search_text__contains=f" {word}"))
        return schools

    def asked(self, words: str):
        """As `matching`, but typed words in which there is nothing to look for ("%%%") find nothing."""
        if words.strip() and not search_key(words):
            return self.none()
        return self.matching(words)

    def on_map(self):
        return self.filter(easting__isnull=False).exclude(region=Region.ELSEWHERE)

    def for_cards(self):
        """With what a line in a list needs."""
        return self.select_related("local_authority")

    def for_page(self):
        """With what a school's own page needs."""
        return self.select_related("local_authority", "trust", "profile")


class School(models.Model):
    """One establishment, as the register (or a moderator, where there is none) states it.

    Life: proposed → open → closing → closed, moved by the import only; never deleted.
    Always: a URN is one school; an entry without URN is known by nation and reference.
    Seen by: everybody.
    Not: what the school says about itself (SchoolProfile), nor the right to speak for it (Membership).
    """

    urn = models.PositiveIntegerField("URN", null=True, blank=True, unique=True)
    nation = models.CharField(max_length=20, choices=Nation, default=Nation.ENGLAND)
    reference = models.CharField(
        max_length=20, blank=True, help_text="The key in the nation's own list, where there is no URN."
    )
    ukprn = models.CharField("UKPRN", max_length=10, blank=True)
    name = models.CharField(max_length=200)
    slug = models.SlugField(max_length=80, editable=False)
    type_code = models.CharField(max_length=4, blank=True)
    type_name = models.CharField("type", max_length=100, blank=True)
    type_group = models.CharField(max_length=60, blank=True)
    sector = models.CharField(max_length=12, choices=Sector)
    phase = models.CharField(max_length=12, choices=Phase, default=Phase.UNKNOWN)
    is_special = models.BooleanField("special school", default=False)
    low_age = models.PositiveSmallIntegerField(null=True, blank=True)
    high_age = models.PositiveSmallIntegerField(null=True, blank=True)
    gender = models.CharField(max_length=20, blank=True)
    religious_character = models.CharField(max_length=80, blank=True)
    has_sixth_form = models.BooleanField(null=True, blank=True)
    has_boarders = models.BooleanField(null=True, blank=True)
    pupils = models.PositiveIntegerField("pupils on roll", null=True, blank=True)
    free_meals_percentage = models.DecimalField(
        "free school meals, %", max_digits=4, decimal_places=1, null=True, blank=True
    )
    status = models.CharField(max_length=10, choices=Status, default=Status.OPEN)
    opened_on = models.DateField(null=True, blank=True)
    closed_on = models.DateField(null=True, blank=True)
    local_authority = models.ForeignKey(LocalAuthority, models.PROTECT, null=True, blank=True, related_name="schools")
    region = models.CharField(max_length=30, choices=Region, default=Region.ELSEWHERE)
    street = models.CharField(max_length=120, blank=True)
    locality = models.CharField(max_length=120, blank=True)
    address3 = models.CharField("address line 3", max_length=120, blank=True)
    town = models.CharField(max_length=80, blank=True)
    county = models.CharField(max_length=80, blank=True)
    postcode = models.CharField(max_length=10, blank=True)
    easting = models.IntegerField(null=True, blank=True, help_text="British National Grid, metres.")
    northing = models.IntegerField(null=True, blank=True, help_text="British National Grid, metres.")
    latitude = models.FloatField(null=True, blank=True, help_text="WGS 84.")
    longitude = models.FloatField(null=True, blank=True, help_text="WGS 84.")
    website = models.URLField(max_length=300, blank=True)
    domain = models.CharField(
        max_length=LONGEST_DOMAIN,
        editable=False,
        default="",
        db_index=True,
        help_text="The website’s own domain.",
    )
    telephone = models.CharField(max_length=20, blank=True)
    trust = models.ForeignKey(Trust, models.SET_NULL, null=True, blank=True, related_name="schools")
    register_changed_on = models.DateField(null=True, blank=True)
    search_text = models.CharField(max_length=500, editable=False, default="")
    successors = models.ManyToManyField("self", through="SchoolLink", symmetrical=False, related_name="predecessors")

    objects = SchoolQuerySet.as_manager()

    class Meta:
        ordering = ["name", "town", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["nation", "reference"],
                condition=~Q(reference=""),
                name="a_reference_is_one_school_of_its_nation",
            ),
            models.CheckConstraint(
                condition=Q(easting__isnull=True, northing__isnull=True)
                | Q(easting__isnull=False, northing__isnull=False),
                name="a_school_has_both_coordinates_or_neither",
            ),
        ]
        indexes = [
            models.Index(fields=["name", "town", "id"], name="school_by_name"),
            models.Index(fields=["easting", "northing"], name="school_by_place"),
            models.Index(fields=["postcode"], name="school_by_postcode"),
            models.Index(fields=["town"], name="school_by_town"),
            models.Index(fields=["status"], name="school_by_status"),
        ]

    def __str__(self) -> str:
        return self.name

    def save(self, *args, **kwargs):
        self.derive()
        with transaction.atomic():
            super().save(*args, **kwargs)
            SchoolEdition.renew("facts")

    def get_absolute_url(self) -> str:
        return reverse("schools:school", args=[self.pk, self.slug])

    def derive(self) -> None:
        """Fill what follows from the facts: slug, domain and search text. Bulk writers call it themselves."""
        self.slug = slugify(self.name)[:80].strip("-") or "school"
        self.domain = domain_in(self.website)
        words = search_key(self.name, self.town, self.postcode, self.postcode.replace(" ", ""), str(self.urn or ""))
        self.search_text = f" {words}"[:500]

    @property
    def is_open(self) -> bool:
        return self.status in OPEN

    @property
    def is_frozen(self) -> bool:
        """Whether a moderator has stopped it, so that what it has posted is hidden. Reads the profile."""
        profile = getattr(self, "profile", None)
        return profile is not None and profile.frozen_at is not None

    @property
    def is_on_map(self) -> bool:
        """Whether its place is known and lies in the United Kingdom."""
        return self.easting is not None and self.region != Region.ELSEWHERE

    @property
    def point(self) -> Point | None:
        """Where it stands on the British National Grid, or None where the register does not say."""
        return None if self.easting is None else Point(self.easting, self.northing)

    @property
    def place(self) -> str:
        """The words that tell it from its namesakes: town, else authority."""
        return self.town or (self.local_authority.name if self.local_authority_id else "")

    @property
    def label(self) -> str:
        """Name, place, council and number, for lists where namesakes stand side by side."""
        council = self.local_authority.name if self.local_authority_id else ""
        words = [self.name, self.town, council if council != self.town else "", f"URN {self.urn}" if self.urn else ""]
        return ", ".join(filter(None, words)) + ("" if self.is_open else f" ({self.get_status_display().lower()})")

    @property
    def kind(self) -> str:
        """Sector and phase in plain words, like "State primary" or "Independent special, all-through"."""
        phase = "" if self.phase == Phase.UNKNOWN else self.get_phase_display().lower()
        if self.is_special:
            return ", ".join(filter(None, [f"{self.get_sector_display()} special", phase]))
        return f"{self.get_sector_display()} {phase}".strip() if phase else f"{self.get_sector_display()} school"

    @property
    def web_address(self) -> str:
        """The website where it is one: whatever a register or a moderator wrote, no page links to a script."""
        return self.website if self.website.startswith(("https://", "http://")) else ""

    @property
    def ages(self) -> str:
        """ "ages 3 to 18", or nothing where the register is silent."""
        return f"ages {self.low_age} to {self.high_age}" if self.low_age is not None and self.high_age else ""


class SchoolLink(models.Model):
    """The register's word that one school came after another (academy conversion, merger, re-registration)."""

    predecessor = models.ForeignKey(School, models.CASCADE, related_name="links_forward")
    successor = models.ForeignKey(School, models.CASCADE, related_name="links_back")
    kind = models.CharField(max_length=80)
    linked_on = models.DateField(null=True, blank=True)

    class Meta:
        ordering = ["linked_on", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["predecessor", "successor"], name="a_school_follows_another_once"),
            models.CheckConstraint(
                condition=~Q(predecessor=models.F("successor")), name="a_school_does_not_follow_itself"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.predecessor} → {self.successor}"
