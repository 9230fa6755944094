"""The private note on a saved project."""

from django import forms

from schools_together.ui.tidying import TidyForm


class NoteForm(TidyForm):
    """A note that only its writer sees."""

    note = forms.CharField(
        label="Private note",
        required=False,
        max_length=1000,
        widget=forms.Textarea(attrs={"rows": 2}),
        error_messages={"max_length": "Use at most %(limit_value)d letters for the note."},
    )
