from django.apps import AppConfig
from django.utils.module_loading import autodiscover_modules


class AccountsConfig(AppConfig):
    name = "accounts"
    verbose_name = "People"

    def ready(self):
        from .session_ages import listen

        listen()
        autodiscover_modules("personal")
        autodiscover_modules("letters")  # where each app names its kinds of notice (notices.py)
