"""Documents that wait: a moderator saves one, reads it, and shows or removes it."""

from django.contrib import admin
from django.core.exceptions import PermissionDenied
from django.db.models import Case, Value, When
from django.utils.html import format_html

from . import actions
from .models import Document, DocumentState
from .project_admin import NobodyAdds


@admin.register(Document)
class DocumentAdmin(NobodyAdds):
    """What waits stands first, the oldest on top."""

    list_display = ["title", "project", "group", "state", "size", "added_at", "to_read"]
    list_filter = ["state"]
    list_select_related = ["project", "group"]
    search_fields = ["title", "project__title", "group__name"]
    actions = ["show", "remove"]
    fields = readonly_fields = ["title", "project", "group", "state", "size", "added_at", "to_read"]

    def get_ordering(self, request):
        return [Case(When(state=DocumentState.HIDDEN, then=Value(0)), default=Value(1)), "added_at", "pk"]

    def has_change_permission(self, request, obj=None) -> bool:
        """The list is for deciding; nobody changes what a document is."""
        return super().has_change_permission(request, obj) and obj is None

    @admin.display(description="size")
    def size(self, document: Document) -> str:
        return f"{max(1, document.bytes // 1024)} kB"

    @admin.display(description="to read")
    def to_read(self, document: Document) -> str:
        return format_html('<a href="{}">Save and read it</a>', document.get_absolute_url())

    @admin.action(description="I have read it: show it", permissions=["change"])
    def show(self, request, queryset):
        self._decide(request, queryset, "Shown", shown=True)

    @admin.action(description="Remove it for good", permissions=["change"])
    def remove(self, request, queryset):
        self._decide(request, queryset, "Removed", shown=False)

    def _decide(self, request, queryset, word: str, *, shown: bool) -> None:
        """Each one, and a line in the admin's own log; what has to do with one's own school is for others."""
        done = 0
        for document in queryset.select_related("project", "group"):
            about, key, title = document.owner, document.pk, str(document)
            try:
                actions.decide_piece(by=request.user, piece=document, shown=shown)
            except PermissionDenied:
                continue
            self.log_change(request, about, f"{word} the document “{title}” ({key})")
            done += 1
        self.message_user(request, f"{word}: {done}. Left for other moderators: {len(queryset) - done}.")
