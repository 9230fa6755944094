from django.apps import AppConfig


class GeoConfig(AppConfig):
    name = "schools_together.geo"
    label = "geo"
    verbose_name = "Places"
