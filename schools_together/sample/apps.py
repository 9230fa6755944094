from django.apps import AppConfig


class SampleConfig(AppConfig):
    name = "schools_together.sample"
    label = "sample"
    verbose_name = "Sample directory"
