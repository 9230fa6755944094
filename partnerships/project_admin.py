"""The moderators' desk in the admin: one page on which the next project follows the last decision."""

from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.db.models import Case, Value, When
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import path, reverse
from django.utils.timesince import timesince
from django.views.decorators.http import require_POST
from simple_history.admin import SimpleHistoryAdmin

from schools_together.ui.forms import status_of

from . import actions
from .actions.deciding import NOT_YOURS
from .actions.publishing import is_trusted
from .flagging import flags_of, words_of_parts
from .forms.moderation import DecisionForm
from .models import ApprovedVersion, Decision, Document, Project, ProjectState, ReplyTemplate
from .moderation import carry_out, place_after, queue_for
from .permissions import can_moderate_project
from .reading import changes_between, content_of, fingerprint_of
from .redaction_admin import redaction_page

MOST_DECISIONS = 10


class ReadFilter(admin.SimpleListFilter):
    """What was public at once, or has been changed since, and nobody has read yet."""

    title = "read by a moderator"
    parameter_name = "read"

    def lookups(self, request, model_admin):
        return [("no", "Public, to be read"), ("yes", "Read")]

    def queryset(self, request, queryset):
        if self.value() == "no":
            return queryset.filter(state=ProjectState.PUBLIC, read_at=None)
        return queryset.filter(read_at__isnull=False) if self.value() == "yes" else queryset


class NobodyAdds(admin.ModelAdmin):
    """What only members begin and end."""

    def has_add_permission(self, request) -> bool:
        return False

    def has_delete_permission(self, request, obj=None) -> bool:
        return False


@admin.register(Project)
class ProjectAdmin(NobodyAdds, SimpleHistoryAdmin):
    """A list to search, where what waits stands first; and the desk, where one decides."""

    change_list_template = "admin/partnerships/project/change_list.html"
    list_display = ["title", "school", "state", "age", "field", "to_be_read", "last_confirmed_on"]
    list_filter = ["state", ReadFilter, "category", "is_sample"]
    list_select_related = ["school", "category"]
    search_fields = ["title", "summary", "school__name", "school__town", "=school__urn"]
    search_help_text = "Title, summary, school, town or URN"
    list_per_page = 50

    def get_queryset(self, request):
        return super().get_queryset(request).select_related("school", "category", "group")

    def get_ordering(self, request):
        unread = When(state=ProjectState.PUBLIC, read_at=None, then=Value(1))
        first = Case(When(state=ProjectState.WAITING, then=Value(0)), unread, default=Value(2))
        oldest = Case(When(state=ProjectState.WAITING, then="sent_at"), default=None)
        return [first, oldest, "-updated_at", "-pk"]

    def get_urls(self):
        desk = self.admin_site.admin_view
        return [
            path("desk/", desk(self.desk), name="partnerships_project_desk"),
            path("<int:pk>/undo/<int:decision>/", desk(self.undo), name="partnerships_project_undo"),
            path("<int:pk>/redact/", desk(redaction_page(self.admin_site)), name="partnerships_project_redact"),
            path("<int:pk>/feature/", desk(self.feature), name="partnerships_project_feature"),
            *super().get_urls(),
        ]

    def desk(self, request: HttpRequest) -> HttpResponse:
        """The first project of the queue; a word of thanks where none waits."""
        queue, total = queue_for(request.user)
        if queue:
            return redirect("admin:partnerships_project_change", queue[0].project.pk)
        page = {**self.admin_site.each_context(request), "title": "Moderation desk", "opts": self.opts, "total": total}
        page["documents_waiting"] = Document.objects.hidden().of_groups().count()
        return render(request, "admin/partnerships/project/desk_empty.html", page)

    def change_view(self, request: HttpRequest, object_id: str, form_url="", extra_context=None) -> HttpResponse:
        """One project of the desk: what changed, what is odd, and the decision. The next one follows."""
        project = self.get_object(request, object_id)
        if project is None:
            raise Http404("No such project.")
        if not self.has_view_permission(request, project):
            raise PermissionDenied
        content = content_of(project)
        form = DecisionForm(project=project, seen=fingerprint_of(content))
        if request.method == "POST":
            if not can_moderate_project(request.user, project):
                raise PermissionDenied(NOT_YOURS)
            if "fill" in request.POST:
                form = filled(request, project, form)
            else:
                form = DecisionForm(request.POST, project=project, seen=form.initial["seen"])
                if form.is_valid() and (answer := self.decided(request, project, form)):
                    return answer
        return render(
            request,
            "admin/partnerships/project/desk.html",
            {**self.admin_site.each_context(request), **desk_page(request, project, content, form), "opts": self.opts},
            status=status_of(form),
        )

    def decided(self, request: HttpRequest, project: Project, form: DecisionForm) -> HttpResponse | None:
        """The next page after a decision; None where what is missing has to be told on this one."""
        queue, _ = queue_for(request.user)
        if form.cleaned_data["seen_state"] != project.state:
            return self.told(request, project, "This project has changed since you opened the page. Read it again.")
        try:
            sentence = carry_out(by=request.user, project=project, form=form)
        except actions.AlreadyDecided as trouble:
            return self.told(request, project, *trouble.messages)
        except ValidationError as trouble:
            form.add_error(None, trouble.messages)
            return None
        messages.success(request, sentence)
        following = place_after(queue, project)
        if following is None:
            return redirect("admin:partnerships_project_desk")
        return redirect("admin:partnerships_project_change", following.pk)

    def told(self, request: HttpRequest, project: Project, *sentences: str) -> HttpResponse:
        for sentence in sentences:
            messages.error(request, sentence)
        return redirect("admin:partnerships_project_change", project.pk)

    def undo(self, request: HttpRequest, pk: int, decision: int) -> HttpResponse:
        return self.acted(
            request, pk, lambda project: actions.undo_decision(
                by=request.user, decision=get_object_or_404(project.decisions, pk=decision)
            ), "Undone: it stands as it stood before.",
        )  # fmt: skip

    def feature(self, request: HttpRequest, pk: int) -> HttpResponse:
        featured = request.POST.get("featured") == "1"
        return self.acted(
            request, pk, lambda project: actions.feature_project(by=request.user, project=project, featured=featured),
            "It is on the home page." if featured else "It is no longer on the home page.",
        )  # fmt: skip

    def acted(self, request: HttpRequest, pk: int, act, sentence: str) -> HttpResponse:
        """One button beside the decision: by POST alone, and back to the page."""

        @require_POST
        def pressed(request):
            project = get_object_or_404(Project, pk=pk)
            try:
                act(project)
            except ValidationError as trouble:
                return self.told(request, project, *trouble.messages)
            messages.success(request, sentence)
            return redirect("admin:partnerships_project_change", pk)

        return pressed(request)

    @admin.display(description="category", ordering="category")
    def field(self, project: Project) -> str:
        return project.category.short_name if project.category else ""

    @admin.display(description="waits for")
    def age(self, project: Project) -> str:
        waits = project.state == ProjectState.WAITING and project.sent_at
        return timesince(project.sent_at) if waits else ""

    @admin.display(boolean=True, description="read")
    def to_be_read(self, project: Project) -> bool | None:
        return project.read_at is not None if project.is_public else None


def filled(request: HttpRequest, project: Project, form: DecisionForm) -> DecisionForm:
    """The form again, with the words of the chosen reply in the note: for browsers without JavaScript."""
    chosen = request.POST.get("reply", "")
    reply = ReplyTemplate.objects.filter(pk=chosen).first() if chosen.isdecimal() and len(chosen) < 18 else None
    form.initial |= {name: request.POST.get(name, "") for name in ("decision", "note", "into", "reply")}
    if reply:
        form.initial["note"] = reply.words_for(project)
    return form


def desk_page(request: HttpRequest, project: Project, content: dict[str, str], form: DecisionForm) -> dict:
    """All that the page of one project shows."""
    queue, total = queue_for(request.user)
    approved = ApprovedVersion.objects.filter(project=project).first()
    following = place_after(queue, project)
    return {
        "title": project.title,
        "project": project,
        "form": form,
        "parts": content.items(),
        "approved": approved,
        "changes": changes_between(approved.content, content) if approved else [],
        "flags": flags_of(project, words_of_parts(project)),
        "is_trusted": is_trusted(project.school),
        "may_decide": can_moderate_project(request.user, project) and bool(form.fields["decision"].choices),
        "is_own": not can_moderate_project(request.user, project),
        "photos": project.photos.kept(),
        "pieces": form.boxes(),
        "asked": [asked for photo in form.photos for asked in photo.take_downs.filter(answered_at=None)],
        "replies": [(reply, reply.words_for(project)) for reply in ReplyTemplate.objects.all()],
        "queue": queue,
        "total": total,
        "documents": project.documents.all(),
        "documents_waiting": Document.objects.hidden().of_groups().count(),
        "next": reverse("admin:partnerships_project_change", args=[following.pk]) if following else "",
        "decisions": Decision.objects.filter(project=project)
        .select_related("undone_by")
        .prefetch_related("by")[:MOST_DECISIONS],
    }


@admin.register(Decision)
class DecisionAdmin(NobodyAdds):
    """Every decision, the latest first. Nobody changes one."""

    list_display = ["at", "kind", "title", "who", "note"]
    list_filter = ["kind"]
    search_fields = ["title", "note"]
    ordering = ["-at", "-pk"]
    fields = ["title", "kind", "who", "at", "note", "before", "after", "seen"]

    def get_queryset(self, request):
        """Not joined: who decided may have been erased since, and the decision stays."""
        return super().get_queryset(request).prefetch_related("by")

    def has_change_permission(self, request, obj=None) -> bool:
        return False


@admin.register(ReplyTemplate)
class ReplyTemplateAdmin(admin.ModelAdmin):
    """Replies that moderators write often."""

    list_display = ["name", "text", "position"]
    search_fields = ["name", "text"]
