"""What search engines are told of a page, in the words of schema.org. Only what the page itself shows."""

from django.conf import settings

from schools.models import School

from .models import Group, Participation, Project


def of_project(project: Project) -> dict:
    """A project and the schools that stand behind it."""
    return {
        "@type": "Project",
        "name": project.title,
        "description": project.summary,
        "url": f"{settings.SITE_URL}{project.get_absolute_url()}",
        "foundingDate": project.starts_on and f"{project.starts_on:%Y-%m}",
        "knowsAbout": [project.category.name, *(subject.name for subject in project.terms.subjects)],
        "member": [of_part(part) for part in (*project.hosts, *project.partners)],
    }


def of_part(part: Participation) -> dict:
    return of_school(part.school) if part.school_id else {"@type": "Organization", "name": part.name}


def of_school(school: School) -> dict:
    """A school with its town; no person, no address to write to."""
    return {
        "@type": "School",
        "name": school.name,
        "url": f"{settings.SITE_URL}{school.get_absolute_url()}",
        "address": {"@type": "PostalAddress", "addressLocality": school.town, "addressCountry": "GB"},
    }


def of_group(group: Group, schools: list[School]) -> dict:
    """A partnership group and the schools that have agreed to be named."""
    return {
        "@type": "Organization",
        "name": group.name,
        "description": group.summary,
        "url": f"{settings.SITE_URL}{group.get_absolute_url()}",
        "member": [of_school(school) for school in schools],
    }


def of_site() -> dict:
    """The directory and its search."""
    return {
        "@type": "WebSite",
        "name": settings.SITE_NAME,
        "url": f"{settings.SITE_URL}/",
        "potentialAction": {
            "@type": "SearchAction",
            "target": f"{settings.SITE_URL}/projects/?q={{search_term_string}}",
            "query-input": "required name=search_term_string",
        },
    }
