from django.apps import AppConfig


class PartnershipsConfig(AppConfig):
    name = "partnerships"
    verbose_name = "Partnerships"

    def ready(self):
        from .counting import listen
        from .marking import name_marks

        listen()
        name_marks()
