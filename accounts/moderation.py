"""The admin of moderators: who enters, by which steps, and what they may do there (docs/decisions/0008)."""

from allauth.account.decorators import secure_admin_login
from allauth.mfa.adapter import get_adapter
from allauth.mfa.models import Authenticator
from django.conf import settings
from django.contrib import messages
from django.contrib.admin import AdminSite
from django.contrib.auth.backends import BaseBackend
from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.decorators import method_decorator
from django.views.decorators.cache import never_cache

from .permissions import is_moderator

OUR_APPS = {"schools", "accounts", "partnerships", "messaging", "outbox"}
SECOND_STEPS = [Authenticator.Type.TOTP, Authenticator.Type.WEBAUTHN]


class ModerationSite(AdminSite):
    """Moderators enter through the site's own log-in, with its limits and its second step.

    Only our own tables are here: those of libraries hold sessions, second factors and codes.
    """

    site_header = site_title = "Schools Together: moderation"

    def register(self, model_or_iterable, admin_class=None, **options):
        models = [model_or_iterable] if isinstance(model_or_iterable, type) else list(model_or_iterable)
        super().register([one for one in models if one._meta.app_label in OUR_APPS], admin_class, **options)

    def admin_view(self, view, cacheable: bool = False):
        """History is for reading: the library's page of one old version would write it back, past our actions."""
        return super().admin_view(no_page if getattr(view, "__name__", "") == "history_form_view" else view, cacheable)

    def has_permission(self, request: HttpRequest) -> bool:
        return is_moderator(request.user) and not needs_second_step(request.user)

    @method_decorator([never_cache, login_not_required])
    def login(self, request: HttpRequest, extra_context=None) -> HttpResponse:
        """Never a second log-in form: it would know neither allauth's limits nor the second step."""
        return secure_admin_login(self._enter)(request)

    def _enter(self, request: HttpRequest) -> HttpResponse:
        if needs_second_step(request.user):
            messages.error(request, "Set up a second step first. Moderators need one.")
            return redirect("mfa_index")
        return redirect("admin:index")

    def password_change(self, request: HttpRequest, extra_context=None) -> HttpResponse:
        """The site's own page, which tells the person by e-mail."""
        return redirect("account_change_password")


def no_page(request: HttpRequest, *args, **kwargs) -> HttpResponse:
    """Where an old version would be written back."""
    raise Http404("The list of changes tells all there is.")


class ModeratorRights(BaseBackend):
    """Moderators may see, add and change what is ours; what a page of the admin forbids stays forbidden.

    Nobody but superusers may delete, and what is not view, add or change (seeing addresses) is given by name.
    """

    def has_perm(self, user_obj, perm: str, obj=None) -> bool:
        app, _, codename = perm.partition(".")
        return is_moderator(user_obj) and app in OUR_APPS and codename.startswith(("view_", "add_", "change_"))

    def has_module_perms(self, user_obj, app_label: str) -> bool:
        return is_moderator(user_obj) and app_label in OUR_APPS


def needs_second_step(user) -> bool:
    """True where staff must set up an app or a key before they may enter (setting STAFF_TWO_STEP)."""
    return settings.STAFF_TWO_STEP and not has_second_step(user)


def has_second_step(user) -> bool:
    """True where an app or a key is set up; recovery codes alone are none."""
    return get_adapter().is_mfa_enabled(user, SECOND_STEPS)
