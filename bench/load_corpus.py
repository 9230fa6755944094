"""Load a synthetic directory of any size: `python bench/load_corpus.py FILE.jsonl [--most N]`.

FILE.jsonl holds projects, schools.csv beside it schools (fields: bench/README.md). Into the database of
DATABASE_URL, which must be migrated and hold no schools: a made-up directory is never mixed with a real one.
Every participation is confirmed and every project public. Prints seconds and the peak of resident memory.
"""

import argparse
import csv
import json
import os
import resource
import sys
import time
from datetime import UTC, date, datetime, timedelta
from itertools import batched, islice
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))
BATCH = 1000
CATEGORIES = {
    "Academic enrichment": "academic", "Sport": "sport", "Music": "music", "STEM": "stem",
    "Drama and performance": "drama", "Teacher training": "teaching", "Careers and university": "higher-education",
    "Mentoring": "wellbeing", "Art and design": "art-design", "Community and volunteering": "community",
    "Sharing facilities": "facilities", "Governance and leadership": "governance", "Summer schools": "enrichment",
    "Classics": "languages",
}  # fmt: skip
STAGES = {
    "Primary": ["ks1", "ks2"], "Secondary": ["ks3", "ks4"], "Sixth form": ["ks5"], "Early years": ["early-years"],
    "Special": ["special"], "All-through": ["all-through"],
}  # fmt: skip
PHASES = {
    "Primary": "primary", "Secondary": "secondary", "Sixth form": "16-plus", "Early years": "nursery",
    "Special": "unknown", "All-through": "all-through",
}  # fmt: skip
SUBJECTS = {"Art": "art-and-design", "Design technology": "design-and-technology"}
SETTINGS = {"In person": "host", "Blended": "elsewhere", "Online": "online"}
LIFECYCLES = {"Current": "running", "Completed": "ended", "Planned": "planned"}
# What the file does not tell follows from the number of the project, so that every run is the same.
SCALES = ("event", "series", "programme", "programme", "agreement")
FREQUENCIES = ("weekly", "termly", "annual", "weekly", "fortnightly", "one-off", "monthly", "ongoing")
COSTS = ("free", "free", "shared", "charged")
SHARES = ("expertise", "facilities", "equipment", "governance", "funding", "volunteering", "training")


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("file", type=Path)
    parser.add_argument("--most", type=int, default=None, help="only the first so many projects")
    options = parser.parse_args()
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "schools_together.settings.test")
    import django

    django.setup()
    from schools.models import School

    if School.objects.exists():
        sys.exit("This database holds schools already. Give an empty, migrated one in DATABASE_URL.")
    hurry()
    timed("schools", lambda: load_schools(options.file.parent / "schools.csv"))
    timed("projects", lambda: load_projects(options.file, options.most))
    timed("search index", index)
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    print(f"peak memory {peak:.0f} MB")
    return 0


def hurry() -> None:
    """Let SQLite gather what it writes: when this is killed, an empty database is begun anew anyway."""
    from django.db import connection

    if connection.vendor == "sqlite":
        with connection.cursor() as cursor:
            for wish in ("synchronous = OFF", "cache_size = -200000", "wal_autocheckpoint = 20000"):
                cursor.execute(f"PRAGMA {wish}")


def timed(words: str, act) -> None:
    start, cpu = time.perf_counter(), time.process_time()
    number = act()
    wall, used = time.perf_counter() - start, time.process_time() - cpu
    print(f"{words:14} {number:>8,}   {wall:6.1f} s   {used:6.1f} s of CPU here", flush=True)


def load_schools(path: Path) -> int:
    """Schools with an authority for each letters-part of the postcodes."""
    from schools.models import LocalAuthority, School, SchoolEdition
    from schools_together.geo.points import Point

    with path.open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    areas = {area_of(row): slug(row["region"]) for row in rows}
    LocalAuthority.objects.bulk_create(
        LocalAuthority(code=area, name=f"{area} area", slug=f"{area.lower()}-area", region=region)
        for area, region in sorted(areas.items())
    )
    authorities = {one.code: one for one in LocalAuthority.objects.all()}
    for some in batched(rows, BATCH):
        made = []
        for row in some:
            point = Point.from_latlon(float(row["lat"]), float(row["lon"]))
            school = School(
                urn=int(row["urn"]), name=row["name"], type_name=row["type"], region=slug(row["region"]),
                sector="independent" if row["type"] == "Independent" else "state", phase=PHASES[row["phase"]],
                is_special="Special" in (row["phase"], row["type"]), local_authority=authorities[area_of(row)],
                town=row["town"], postcode=row["postcode"], pupils=int(row["pupils"]), easting=point.easting,
                northing=point.northing, latitude=float(row["lat"]), longitude=float(row["lon"]),
            )  # fmt: skip
            school.derive()
            made.append(school)
        School.objects.bulk_create(made)
    SchoolEdition.renew("facts")
    return len(rows)


def area_of(row: dict) -> str:
    return "".join(letter for letter in row["postcode"].split()[0] if letter.isalpha())


def slug(words: str) -> str:
    return words.lower().replace(" ", "-")


def load_projects(path: Path, most: int | None) -> int:
    """Projects with all that hangs on them, a batch at a time."""
    from django.db import transaction

    from partnerships.models import Category, SharedThing, Stage, Subject
    from schools.models import School

    terms = {model: dict(model.objects.values_list("slug", "pk")) for model in (Category, SharedThing, Stage, Subject)}
    schools = dict(School.objects.values_list("urn", "pk"))
    done = 0
    with path.open(encoding="utf-8") as file:
        for lines in batched(islice(file, most), BATCH):
            with transaction.atomic():
                write([json.loads(line) for line in lines], schools, terms)
            done += len(lines)
            if done % 10_000 == 0:
                print(f"  {done:,} projects", flush=True)
    return done


def write(rows: list[dict], schools: dict[int, int], terms: dict) -> None:
    """One batch: projects, participations, lists, figures."""
    from partnerships.models import Category, Participation, Project, SharedThing, Stage, Subject, YearFigures

    projects = [project_of(row, schools, terms[Category]) for row in rows]
    Project.objects.bulk_create(projects)
    parts, lists = [], {"stages": [], "subjects": [], "shares": []}
    for row, project in zip(rows, projects, strict=True):
        urns = dict.fromkeys([row["school_urn"], *row["partner_urns"]])
        parts += [
            Participation(project=project, school_id=schools[urn], state="confirmed", position=position,
                          role="partner" if position else "host", answered_at=project.published_at)
            for position, urn in enumerate(urns)
        ]  # fmt: skip
        stages = {stage for phase in row["phases"] for stage in STAGES[phase]}
        subjects = {SUBJECTS.get(name, slug(name)) for name in row["subjects"]}
        lists["stages"] += [(project.pk, terms[Stage][one]) for one in sorted(stages)]
        lists["subjects"] += [(project.pk, terms[Subject][one]) for one in sorted(subjects)]
        shared = {SHARES[row["id"] % 7], SHARES[row["id"] // 7 % 7]}
        lists["shares"] += [(project.pk, terms[SharedThing][one]) for one in sorted(shared)]
    Participation.objects.bulk_create(parts)
    for name, term in (("stages", "stage"), ("subjects", "subject"), ("shares", "sharedthing")):
        through = getattr(Project, name).through
        through.objects.bulk_create([through(**{"project_id": pk, f"{term}_id": one}) for pk, one in lists[name]])
    YearFigures.objects.bulk_create(
        [YearFigures(project=project, year=row["year"], state_pupils=row["pupils"])
         for row, project in zip(rows, projects, strict=True)]
    )  # fmt: skip


def project_of(row: dict, schools: dict[int, int], categories: dict[str, int]):
    from partnerships.models import Project

    number = row["id"]
    return Project(
        school_id=schools[row["school_urn"]], title=row["title"][:100], slug=row["slug"][:110],
        summary=row["summary"][:300], story=row["body"], category_id=categories[CATEGORIES[row["category"]]],
        scale=SCALES[number % 5], frequency=FREQUENCIES[number // 5 % 8], setting=SETTINGS[row["delivery"]],
        cost=COSTS[number // 40 % 4], lifecycle=LIFECYCLES[row["status"]], open_to_partners=number % 3 == 0,
        starts_on=date.fromisoformat(row["start_date"]),
        ends_on=date.fromisoformat(row["end_date"]) if row["end_date"] else None,
        supervised_by="both", safeguarding_lead_agreed=True, risk_assessment="done", state="public",
        published_at=datetime.fromisoformat(row["created"]).replace(tzinfo=UTC),
        last_confirmed_on=date(2026, 11, 1) - timedelta(days=number % 420),
    )  # fmt: skip


def index() -> int:
    from django.db import connection

    from partnerships.search.reindexing import reindex

    seen = 0
    for seen, _ in reindex():
        if seen % 10_000 == 0:
            print(f"  {seen:,} indexed", flush=True)
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")
    return seen


if __name__ == "__main__":
    sys.exit(main())
