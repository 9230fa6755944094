"""What the page of a project and the script that saves by itself have in common: forms, and what is kept of them."""

from django.db import transaction
from django.http import HttpRequest, QueryDict

from accounts.permissions import schools_of
from partnerships import actions
from partnerships.doubles import similar_of
from partnerships.finding import own_part_in
from partnerships.forms.partners import PartnerPickForm
from partnerships.forms.projects import ProjectForm
from partnerships.forms.raw_words import raw_words_of, saved_words, with_raw_words
from partnerships.forms.together import Together
from partnerships.models import Project
from partnerships.prefilling import first_answers, partners_before
from partnerships.publishable import NO_PARTNER, NO_STAGES, missing_in_words, missing_to_publish
from schools_together.ui.forms import first_box


def forms_of(request: HttpRequest, project: Project | None, data: QueryDict | None):
    """The project's form and the partner's, filled with `data`, else with what is stored or may be known already."""
    own = own_part_in(request.user, project) if project else None
    schools = schools_of(request.user)
    first = first_answers(schools[0]) if project is None and data is None else None
    more = {"schools": schools, "instance": project, "own": own, "first": first, "writer": request.user.pk}
    form, pick = ProjectForm(data, **more), pick_of(request, project, data)
    if project and data is None and project.not_understood:
        form = ProjectForm(with_raw_words(form, project.not_understood), **more)
        if any(name.startswith(f"{pick.prefix}-") for name in project.not_understood):
            pick = pick_of(request, project, with_raw_words(pick, project.not_understood))
    return form, pick


def pick_of(request: HttpRequest, project: Project | None, data: QueryDict | None = None) -> PartnerPickForm:
    """The partner's form. While nobody is named, the school's partners of before are offered."""
    school = project.school if project else schools_of(request.user).first()
    alone = project is None or project.participations.count() < 2
    return PartnerPickForm(data, is_optional=True, before=partners_before(school) if alone and school else [])


@transaction.atomic
def save_typed(
    request: HttpRequest,
    form: ProjectForm,
    project: Project | None,
    *,
    pick: PartnerPickForm | None = None,
    by_itself: bool = False,
) -> Project:
    """Everything that was understood, in one transaction: the draft, its words, our part, and a partner if named.

    What was not understood is kept with the draft as it was typed, and changes nothing that is stored.
    """
    by, typed = request.user, form.cleaned_data
    version = typed.get("version")
    if project is None:
        project = actions.start_draft(
            by=by, school=typed["posting_school"], title=typed["title"], role=typed.get("our_role") or "host",
            token=typed.get("token"),
        )  # fmt: skip
        version = None
    actions.save_draft(
        by=by, project=project, changes=form.changes(), version=version, years=form.figures(), by_itself=by_itself,
        not_understood=raw_words_of(form, pick),
    )  # fmt: skip
    _save_our_part(by, project, form)
    if pick is not None and not by_itself and pick.is_valid() and pick.names_somebody:
        actions.name_partner(by=by, project=project, **pick.partner())
    return project


def _save_our_part(by, project: Project, form: ProjectForm) -> None:
    own = own_part_in(by, project)
    if own is None:
        return
    told = form.our_part()
    if told != {"gives": own.gives, "gains": own.gains}:
        actions.tell_part(by=by, participation=own, **told)
    role = form.cleaned_data.get("our_role")
    if role and role != own.role and not project.is_readable:
        actions.choose_own_role(by=by, project=project, role=role)


def needed(project: Project | None, form: ProjectForm, pick: PartnerPickForm) -> list[tuple[str, str]]:
    """(id of the box, sentence) of what is still missing before the project may be public."""
    if project is None:
        missing = [*missing_in_words(form.instance), ("partner_search", NO_PARTNER), ("stages", NO_STAGES)]
    else:
        missing = missing_to_publish(project)
    together = Together(form, pick)
    return [(together.target_of(name), sentence) for name, sentence in missing]


def doubles(project: Project | None) -> list[Project]:
    """Other projects of the same school that may be this one, while it is not public."""
    return [] if project is None or project.is_readable else similar_of(project.school, project.title, but=project)


def not_saved(request: HttpRequest, project: Project | None, form: ProjectForm, pick: PartnerPickForm) -> list[dict]:
    """The boxes whose answer is kept as it was typed and is not saved: where, how they are called, what is saved."""
    if project is None or not project.not_understood:
        return []
    own = own_part_in(request.user, project)
    stored = Project.objects.get(pk=project.pk)
    saved = saved_words(ProjectForm(schools=schools_of(request.user), instance=stored, own=own), project.not_understood)
    found = [(Together(form, pick).box(name), saved[name]) for name in project.not_understood]
    return [{"target": first_box(box), "label": box.label, "saved": was} for box, was in found if box and box.errors]
