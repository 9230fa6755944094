"""Letters as moderators see them: where they stand, never their words (some hold log-in links)."""

from django.contrib import admin
from django.http import HttpRequest

from .addresses import masked, without_addresses
from .jobs import do_again
from .letters import send_again
from .models import Bounce, Job, Letter


class Where(admin.SimpleListFilter):
    title = "where it stands"
    parameter_name = "where"

    def lookups(self, request, model_admin):
        return [("dead", "Given up"), ("unsent", "Waiting"), ("sent", "Sent")]

    def queryset(self, request, queryset):
        kinds = {"dead": queryset.dead, "unsent": queryset.unfinished, "sent": lambda: queryset.exclude(sent_at=None)}
        return kinds[self.value()]() if self.value() in kinds else queryset


class GivenUp(admin.SimpleListFilter):
    title = "where it stands"
    parameter_name = "where"

    def lookups(self, request, model_admin):
        return [("dead", "Given up"), ("unfinished", "Waiting")]

    def queryset(self, request, queryset):
        kinds = {"dead": queryset.dead, "unfinished": queryset.unfinished}
        return kinds[self.value()]() if self.value() in kinds else queryset


class ToLookAt(admin.ModelAdmin):
    """Moderators see it; nothing is typed here. Addresses are masked, and found only by the whole of one."""

    SECRETS = ("to", "address", "text", "html", "off_url", "about", "key", "last_error", "words")

    def lookup_allowed(self, lookup: str, value, request=None) -> bool:
        """No question in an address guesses at a mailbox or a letter's words, letter by letter."""
        return lookup.partition("__")[0] not in self.SECRETS and super().lookup_allowed(lookup, value, request)

    def has_module_permission(self, request: HttpRequest) -> bool:
        return request.user.is_active and request.user.is_staff

    def has_view_permission(self, request: HttpRequest, obj=None) -> bool:
        return request.user.is_active and request.user.is_staff

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj=None) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj=None) -> bool:
        return False


@admin.register(Letter)
class LetterAdmin(ToLookAt):
    """Given-up letters can be sent again; nothing else changes here."""

    list_display = ["subject", "masked_to", "where_it_stands", "attempts", "written_at", "trouble"]
    list_filter = [Where]
    search_fields = ["=to", "subject"]
    search_help_text = "A whole e-mail address, or words of the subject."
    fields = ["reason", "masked_to", "subject", "written_at", "due_at", "attempts", "sent_at", "failed_at", "trouble"]
    readonly_fields = fields
    actions = ["send_letters_again"]

    @admin.display(description="to")
    def masked_to(self, letter: Letter) -> str:
        return masked(letter.to) if letter.to else "forgotten"

    @admin.display(description="key")
    def reason(self, letter: Letter) -> str:
        return without_addresses(letter.key)

    @admin.display(description="last error")
    def trouble(self, letter: Letter) -> str:
        return without_addresses(letter.last_error)

    @admin.display(description="where it stands")
    def where_it_stands(self, letter: Letter) -> str:
        if letter.failed_at:
            return "given up"
        return "sent" if letter.sent_at else "waiting"

    @admin.action(description="Send again", permissions=["view"])
    def send_letters_again(self, request: HttpRequest, queryset) -> None:
        count = sum(send_again(letter) for letter in queryset.dead())
        self.message_user(request, f"Letters that will be sent again: {count}. Only given-up letters are.")


@admin.register(Job)
class JobAdmin(ToLookAt):
    """Given-up jobs can be tried again."""

    list_display = ["key", "kind", "where_it_stands", "attempts", "written_at", "trouble"]
    list_filter = [GivenUp, "kind"]
    search_fields = ["key"]
    fields = ["key", "kind", "written_at", "due_at", "attempts", "failed_at", "trouble"]
    readonly_fields = fields
    actions = ["do_jobs_again"]

    @admin.display(description="last error")
    def trouble(self, job: Job) -> str:
        return without_addresses(job.last_error)

    @admin.display(description="where it stands")
    def where_it_stands(self, job: Job) -> str:
        return "given up" if job.failed_at else "waiting"

    @admin.action(description="Try again", permissions=["view"])
    def do_jobs_again(self, request: HttpRequest, queryset) -> None:
        count = sum(do_again(job) for job in queryset.dead())
        self.message_user(request, f"Jobs that will be tried again: {count}. Only given-up jobs are.")


@admin.register(Bounce)
class BounceAdmin(ToLookAt):
    """Mailboxes that refuse letters. Forget one when it works again: letters go to it from then on."""

    list_display = ["mailbox", "times", "first_at", "latest_at", "said"]
    search_fields = ["=address"]
    search_help_text = "A whole e-mail address."
    fields = readonly_fields = ["mailbox", "times", "first_at", "latest_at", "said"]
    actions = ["forget_bounces"]

    @admin.display(description="mailbox", ordering="address")
    def mailbox(self, bounce: Bounce) -> str:
        return masked(bounce.address)

    @admin.display(description="what its server said")
    def said(self, bounce: Bounce) -> str:
        return without_addresses(bounce.words)

    @admin.action(description="It works again: forget it", permissions=["view"])
    def forget_bounces(self, request: HttpRequest, queryset) -> None:
        count = queryset.count()
        queryset.delete()
        self.message_user(request, f"Mailboxes that get letters again: {count}.")
