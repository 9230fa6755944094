"""Nothing is sent by accident."""

import pytest

from tests import people

pytestmark = pytest.mark.django_db


def test_enter_in_a_box_presses_the_button_that_keeps_the_draft(sign_in):
    page = sign_in(people.lead_of_st_marys()).get("/projects/new/").content.decode()
    form = page[page.index('action="/projects/new/"') :]
    assert form.index('name="draft"') < form.index('name="send"')
