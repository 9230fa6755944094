"""The look of the site as a Django app: template tags, formats and the component gallery."""

from django.apps import AppConfig


class UiConfig(AppConfig):
    name = "schools_together.ui"
    label = "ui"
    verbose_name = "Look"
