from django.apps import AppConfig
from django.utils.module_loading import autodiscover_modules


class PartnershipsConfig(AppConfig):
    name = "partnerships"
    verbose_name = "Partnerships"

    def ready(self):
        from .counting import listen
        from .marking import name_marks

        autodiscover_modules("redaction")
        listen()
        name_marks()
