"""What moderators were told about a project, and wrote about it."""

import re

from partnerships.models import Project
from partnerships.redaction import redact_rows, redacts

from .models import Report, ReportRecord


@redacts
def reports_about(project: Project, written: re.Pattern) -> int:
    """Concerns about the project and what was decided about them."""
    reports = Report.objects.filter(project=project)
    records = ReportRecord.objects.filter(report__in=reports.values("pk"))
    address = project.get_absolute_url()
    reports.exclude(page__startswith=address).update(page=address)  # the old one may have held the words
    return redact_rows(records, written) + redact_rows(reports, written)
