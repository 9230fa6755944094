"""Forms as crispy draws them with our templates, and the summary of their troubles."""

import re

from django.template import Context, Template

from schools_together.ui.gallery import TrialForm

DRAWN = Template(
    '{% load crispy_forms_tags %}{% include "components/error_summary.html" with form=form only %}{{ form|crispy }}'
)


def drawn(form) -> str:
    return DRAWN.render(Context({"form": form}))


def test_every_id_that_is_pointed_at_is_there():
    for form in (TrialForm(), TrialForm({"pupils": "about 20", "stages": ["ks9"]})):
        html = drawn(form)
        ids = set(re.findall(r'\sid="([^"]+)"', html))
        pointed = {one for many in re.findall(r'aria-describedby="([^"]+)"', html) for one in many.split()}
        pointed |= set(re.findall(r'href="#([^"]+)"', html)) | set(re.findall(r'\sfor="([^"]+)"', html))
        assert pointed - ids == set()
        assert pointed != set()


def test_no_id_is_given_twice():
    ids = re.findall(r'\sid="([^"]+)"', drawn(TrialForm({})))
    assert len(ids) == len(set(ids))


def test_hints_stand_between_label_and_box():
    html = drawn(TrialForm())
    assert html.index('for="id_title"') < html.index('id="id_title_helptext"') < html.index('id="id_title"')


def test_groups_are_fieldsets_with_a_legend_and_the_star():
    html = drawn(TrialForm())
    assert re.search(
        r'<fieldset aria-describedby="id_frequency_helptext">\s*<legend[^>]*>How often does it happen\?', html
    )
    assert html.count('class="asteriskField"') == 5


def test_wrong_answers_are_shown_again_with_their_sentence():
    html = drawn(TrialForm({"pupils": "about 20"}))
    assert 'value="about 20"' in html
    assert '<a href="#id_pupils">Enter a whole number.</a>' in html
    assert 'id="id_pupils_error"' in html


def test_a_summary_leads_to_the_first_box_of_a_group():
    html = drawn(TrialForm({}))
    assert '<a href="#id_frequency_0">How often does it happen?: we need an answer.</a>' in html
    assert "Please check 5 things" in html


def test_troubles_of_the_whole_form_are_told_without_a_link():
    form = TrialForm({})
    form.add_error(None, "The end is before the start.")
    html = drawn(form)
    assert "<li>The end is before the start.</li>" in html


def test_a_form_without_troubles_has_no_summary():
    assert "st-errors" not in drawn(TrialForm())
