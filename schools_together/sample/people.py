"""Sample schools, and the people who act for them."""

from django.contrib.auth.hashers import make_password

from accounts.actions import approve_membership, ask_to_join_school
from accounts.models import Membership, User
from schools.models import LocalAuthority, School
from schools_together.geo.grid import to_latlon

from .files import PASSWORD, rows

EDITOR = "editor@sample.example"

PLAIN = [
    "urn", "nation", "name", "type_name", "sector", "phase", "is_special", "low_age", "high_age", "region", "town",
    "postcode", "easting", "northing", "pupils",
]  # fmt: skip


def load_schools() -> dict[str, School]:
    """Every sample school, by its key in the files."""
    schools = {}
    for row in rows("schools"):
        latitude, longitude = to_latlon(row["easting"], row["northing"])
        schools[row["key"]] = School.objects.create(
            **{name: row[name] for name in PLAIN},
            reference=row["reference"] or "",
            gender=row["gender"] or "",
            religious_character=row["religious_character"] or "",
            website=row["website"] or "",
            local_authority=authority_of(row),
            latitude=round(latitude, 6),
            longitude=round(longitude, 6),
        )
    return schools


def authority_of(row: dict) -> LocalAuthority:
    """The school's local authority, by the register's code where it has one."""
    code = row["authority_code"] or f"{row['nation'][:3]}-{row['local_authority']}"[:12]
    fields = {"name": row["local_authority"], "region": row["region"]}
    return LocalAuthority.objects.get_or_create(code=code, defaults=fields)[0]


def load_people(schools: dict[str, School]) -> dict[str, User]:
    """Every sample person by address; the moderator lets in those who are active."""
    password = make_password(PASSWORD)
    people = {row["email"]: load_person(row, password) for row in rows("people")}
    moderator = people["moderator@sample.example"]
    for row in rows("people"):
        if row["school"]:
            membership = ask_to_join_school(
                by=people[row["email"]], school=schools[row["school"]], role=row["role"], job_title=row["job"]
            )
            if row["state"] == "active":
                approve_membership(membership=membership, by=moderator, role=row["role"], reason="Sample person.")
    return people


def lend_editor(schools: dict[str, School]) -> User:
    """Somebody who is a lead of every sample school while it is loaded, and cannot sign in; see `dismiss_editor`.

    The actions let only a school's own people speak for it, and most sample schools have none.
    """
    editor = User.objects.create_user(EDITOR, None, name="Sample editor", is_active=True)
    places = [Membership(user=editor, school=school, role="lead", state="active") for school in schools.values()]
    Membership.objects.bulk_create(places)
    return editor


def dismiss_editor(editor: User) -> None:
    """Take the editor's places away: the schools have the people that the files name and no others."""
    Membership.objects.of_user(editor).delete()
    editor.is_active = False
    editor.save(update_fields=["is_active"])


def load_person(row: dict, password: str) -> User:
    """One account with a verified address."""
    user = User(
        email=row["email"],
        name=row["name"],
        password=password,
        is_staff=row["role"] in ("moderator", "superuser"),
        is_superuser=row["role"] == "superuser",
    )
    user.save()
    user.emailaddress_set.create(email=user.email, verified=True, primary=True)
    return user
