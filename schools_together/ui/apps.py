from django.apps import AppConfig


class UiConfig(AppConfig):
    name = "schools_together.ui"
    label = "ui"
    verbose_name = "Look"
