"""Letters of alerts. Each has the switch that ends its alert; called inside the transaction of the reason."""

from datetime import date

from django.utils import timezone

from schools_together.outbox.letters import write_letter

from .alerts import address_of, list_address
from .models import Alert, Project

MOST_TITLES = 10


def ask_to_confirm(alert: Alert) -> None:
    """To an address that somebody typed: is it yours, and do you want this? Nothing else comes before the press.

    The switch in it deletes the request, for those who never asked.
    """
    today = timezone.localdate()
    _write(alert, f"alert {alert.pk} asked {today:%Y%m%d}", "Do you want to hear of new projects?", "alert_confirm",
           address_of("alert_confirm", alert))  # fmt: skip


def tell(alert: Alert, found: list[Project], today: date) -> None:
    """What is new, at most ten titles; the list has all."""
    count = len(found)
    subject = f"{count} new project{'' if count == 1 else 's'}: {alert.words}"
    _write(alert, f"alert {alert.pk} on {today:%Y%m%d}", subject, "alert_found", list_address(alert),
           found=found[:MOST_TITLES], more=max(count - MOST_TITLES, 0))  # fmt: skip


def ask_whether_wanted(alert: Alert, today: date) -> None:
    """After a year: still wanted? Silence ends it."""
    key = f"alert {alert.pk} still wanted {today:%Y%m%d}"
    _write(alert, key, "Do you still want to hear of new projects?", "alert_wanted", address_of("alert_keep", alert))


def _write(alert: Alert, key: str, subject: str, template: str, path: str, **more) -> None:
    context = {"path": path, "alert": alert, **more}
    off_path = address_of("alert_off", alert)
    write_letter(key=key, to=alert.address, subject=subject, template=template, context=context, off_path=off_path)
