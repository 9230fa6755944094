from django.apps import AppConfig


class OutboxConfig(AppConfig):
    name = "schools_together.outbox"
    label = "outbox"
    verbose_name = "Outbox"
