"""Puts our admin in the place of Django's. A module of its own: apps are listed before any model can be loaded."""

from django.contrib.admin.apps import AdminConfig


class ModerationConfig(AdminConfig):
    default_site = "accounts.moderation.ModerationSite"
