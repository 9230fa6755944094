from django.apps import AppConfig
from django.utils.module_loading import autodiscover_modules


class OutboxConfig(AppConfig):
    name = "schools_together.outbox"
    label = "outbox"
    verbose_name = "Outbox"

    def ready(self) -> None:
        """Find what each app does by the way (jobs.py) and by night (nights.py)."""
        autodiscover_modules("jobs", "nights")
