"""Sample groups, projects, postings and enquiries, each made by the action that a person would use."""

from datetime import datetime, time

from django.utils import timezone

from accounts.models import User
from messaging.actions import answer_enquiry, open_enquiry, write_message
from messaging.models import Enquiry
from partnerships import actions
from partnerships.models import (
    Category,
    Group,
    Listing,
    Participation,
    Project,
    SharedThing,
    Stage,
    Subject,
    YearFigures,
)
from partnerships.search import refresh_search_text
from schools.models import School

from .files import day, instant, project_rows, rows
from .people import EDITOR

PLAIN = [
    "title", "summary", "scale", "frequency", "setting", "cost", "direction", "lifecycle", "who", "when", "story",
    "aims", "need", "need_named_by", "background", "takes_people", "takes_rooms", "takes_kit", "takes_hours", "steps",
    "would_change", "transport", "reciprocity", "impact", "disadvantage_focus", "supervised_by",
    "safeguarding_lead_agreed", "risk_assessment", "open_to_partners", "open_to_whom", "open_within_miles",
    "open_places",
]  # fmt: skip
FIGURES = ["state_pupils", "independent_pupils", "staff_hours", "sessions"]


class Directory:
    """Loads what needs schools and people; the editor acts where a school has no sample person."""

    def __init__(self, schools: dict[str, School], people: dict[str, User]):
        self.schools = schools
        self.people = people
        self.editor = people[EDITOR]
        self.moderator = people["moderator@sample.example"]
        self.groups: dict[str, Group] = {}
        self.projects: dict[int, Project] = {}

    def load(self) -> None:
        """Everything, in the order in which one thing names another."""
        for row in rows("groups"):
            self.groups[row["slug"]] = self.load_group(row)
        for row in project_rows():
            self.projects[row["number"]] = self.load_project(row)
        for row in rows("board"):
            self.load_listing(row)
        for row in rows("enquiries"):
            self.load_enquiry(row)

    def lead_of(self, school: School) -> User:
        """A sample lead of the school, else the editor, who is a lead everywhere while the directory is loaded."""
        places = school.memberships.active().leads().exclude(user=self.editor).select_related("user")
        place = places.first()
        return place.user if place else self.editor

    def load_group(self, row: dict) -> Group:
        group = Group.objects.create(
            name=row["name"],
            slug=row["slug"],
            summary=row["summary"],
            about=row["about"],
            how_it_works=row["how_it_works"] or "",
            timeline=row["history"],
            figures=row["figures"],
            last_confirmed_on=day(row["last_confirmed_on"]),
            founded_on=day(f"{row['founded']}-01"),
            funding=row["funding"] or "",
            region=row["region"],
            place=row["place"],
            is_sample=True,
        )
        if row["coordinator"]:
            group.coordinators.add(self.people[row["coordinator"]])
        for member in row["members"]:
            school = self.schools[member["school"]]
            place = group.members.create(school=school)
            if member["state"] == "agreed":
                actions.agree_group_membership(by=self.lead_of(school), member=place)
        return group

    def load_project(self, row: dict) -> Project:
        """One project from draft to the state that the file names."""
        posting = next(part for part in row["participations"] if part.get("school"))
        school = self.schools[posting["school"]]
        by = self.lead_of(school)
        project = actions.start_draft(by=by, school=school, title=row["title"], role=posting["role"])
        self.fill(project, row)
        own = project.participations.get(school=school)
        own.gives, own.gains = posting["gives"], posting["gains"]
        own.save()
        for part in row["participations"]:
            if part is not posting:
                self.load_participation(project, part, by)
        self.bring_to_state(project, row, by)
        return project

    def fill(self, project: Project, row: dict) -> None:
        """What the form would save."""
        for name in PLAIN:
            setattr(project, name, row[name])
        project.slug = row["slug"]
        project.is_sample = True
        project.category = Category.objects.get(slug=row["category"])
        project.group = self.groups.get(row["group"])
        project.starts_on, project.ends_on = day(row["starts_on"]), day(row["ends_on"])
        project.full_clean(exclude=["steps"])
        project.save()
        project.subjects.set(Subject.objects.filter(slug__in=row["subjects"]))
        project.shares.set(SharedThing.objects.filter(slug__in=row["shares"]))
        project.stages.set(Stage.objects.filter(slug__in=row["stages"]))
        for year in row["years"]:
            self.load_year(project, year)

    def load_year(self, project: Project, row: dict) -> None:
        fields = {"year": int(row["year"][:4])}
        for name in FIGURES:
            if row.get(name) is not None:
                fields[name] = row[name]
                fields[f"{name}_basis"] = row.get(f"{name}_basis") or "estimated"
        YearFigures.objects.create(project=project, **fields)

    def load_participation(self, project: Project, row: dict, by: User) -> Participation:
        """Name a partner; its own lead (or the editor) answers as the file says."""
        school = self.schools[row["school"]] if row.get("school") else None
        part = actions.name_partner(
            project=project,
            by=by,
            school=school,
            organisation=row.get("organisation") or "",
            role=row["role"],
            gives=row["gives"] or "",
            gains=row["gains"] or "",
        )
        answers_for = self.lead_of(school) if school else self.moderator
        if row["state"] == "confirmed":
            actions.confirm_participation(participation=part, by=answers_for)
        elif row["state"] == "declined":
            actions.decline_participation(participation=part, by=answers_for, reason="We no longer take part.")
        return part

    def bring_to_state(self, project: Project, row: dict, by: User) -> None:
        """Send, approve or ask for changes; then date it as the file says."""
        if row["state"] == "draft":
            return
        actions.send_for_publication(project=project, by=by)
        project.refresh_from_db()
        if row["state"] == "changes":
            actions.ask_for_changes(project=project, by=self.moderator, note=row["moderator_note"])
        if row["state"] != "public":
            return
        if not project.is_public:
            actions.approve_project(project=project, by=self.moderator)
        checked = day(row["last_confirmed_on"])
        noon = timezone.make_aware(datetime.combine(checked, time(12)))
        Project.objects.filter(pk=project.pk).update(last_confirmed_on=checked, published_at=noon)
        refresh_search_text(project)

    def load_listing(self, row: dict) -> Listing:
        school = self.schools[row["school"]]
        listing = actions.open_listing(
            by=self.lead_of(school),
            school=school,
            kind=row["kind"],
            title=row["title"],
            text=row["text"],
            category=Category.objects.get(slug=row["category"]),
            when=row["when"] or "",
            cost=row["cost"] or "",
            travel_miles=row["travel_miles"],
            until_on=day(row["until"]),
            subjects=Subject.objects.filter(slug__in=row["subjects"]),
            stages=Stage.objects.filter(slug__in=row["stages"]),
        )
        Listing.objects.filter(pk=listing.pk).update(is_sample=True)
        return listing

    def load_enquiry(self, row: dict) -> Enquiry:
        """A conversation, each message in turn by the person whom the file names, then its answer."""
        asking, answering = self.people[row["from_person"]], self.people[row["to_person"]]
        first, *rest = row["messages"]
        enquiry = open_enquiry(
            by=asking,
            from_school=self.schools[row["from_school"]],
            about=self.thing_asked_about(row),
            text=first["text"],
            token=f"sample-{row['key']}",
            subject=row["subject"],
        )
        enquiry.messages.update(sent_at=instant(first["at"]))
        writers = {"asking": asking, "answering": answering}
        for number, words in enumerate(rest):
            token = f"sample-{row['key']}-{number}"
            message = write_message(enquiry=enquiry, by=writers[words["side"]], text=words["text"], token=token)
            enquiry.messages.filter(pk=message.pk).update(sent_at=instant(words["at"]))
        if row["answer"]:
            answer_enquiry(enquiry=enquiry, by=answering, answer=row["answer"], reason=row["answer_reason"])
        last = instant(row["messages"][-1]["at"])
        dates = {"opened_at": instant(first["at"]), "last_message_at": last}
        if row["answer"]:
            dates["answered_at"] = last
        Enquiry.objects.filter(pk=enquiry.pk).update(is_sample=True, **dates)
        return enquiry

    def thing_asked_about(self, row: dict):
        """The project, posting, group or school that an enquiry is about."""
        about = row["about"]
        if "project" in about:
            return self.projects[about["project"]]
        if "listing" in about or "board" in about:
            key = about.get("listing") or about["board"]
            title = next(one["title"] for one in rows("board") if one["key"] == key)
            return Listing.objects.get(title=title)
        return self.schools[row["to_school"]]
