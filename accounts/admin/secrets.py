"""What no page of the admin gives away: passwords, addresses, and the keys of links and codes."""

from django.contrib import admin

SECRETS = ("password", "email", "token", "digest")


class NothingSecret(admin.ModelAdmin):
    """Nobody adds or deletes here, and no question in an address guesses at a password, an address or a token."""

    def has_add_permission(self, request) -> bool:
        return False

    def has_delete_permission(self, request, obj=None) -> bool:
        return False

    def lookup_allowed(self, lookup: str, value, request=None) -> bool:
        secret = any(part.startswith(SECRETS) for part in lookup.split("__"))
        return not secret and super().lookup_allowed(lookup, value, request)
