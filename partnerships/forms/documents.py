"""Adding a document to a project or a group."""

from pathlib import PurePosixPath

from crispy_forms.helper import FormHelper
from django import forms

from schools_together.pictures.papers import clean_paper
from schools_together.ui.tidying import TidyForm, tidy


class PaperField(forms.FileField):
    """One PDF; its cleaned value is its bytes."""

    default_error_messages = {"required": "Choose a PDF.", "missing": "Choose a PDF."}

    def __init__(self, **options):
        super().__init__(widget=forms.FileInput(attrs={"accept": "application/pdf,.pdf"}), **options)

    def to_python(self, data) -> bytes | None:
        return clean_paper(data) if data else None


class AddDocumentForm(TidyForm):
    """A PDF and what it is. Without a title the file's own name is one, made safe."""

    title = forms.CharField(
        label="What is it?", required=False, max_length=100,
        help_text="Like “Letter to parents” or “Plan for five afternoons”. No names of pupils.",
    )  # fmt: skip
    document = PaperField(
        label="Document",
        help_text="A PDF up to 5 MB. Look into it first: no names of pupils, no telephone numbers, nobody’s signature.",
    )

    def __init__(self, data=None, files=None):
        super().__init__(data, files)
        self.helper = FormHelper()
        self.helper.form_tag = False
        self.helper.disable_csrf = True

    def clean(self) -> dict:
        typed = super().clean()
        if not typed.get("title") and "document" in self.files and "title" not in self.errors:
            typed["title"] = safe_title(self.files["document"].name)
        return typed


def safe_title(name: str) -> str:
    """The name of a file as a title: no folders, no ending, nothing invisible or turned round."""
    last = tidy(name or "").replace("\\", "/").rsplit("/", 1)[-1]
    words = " ".join(PurePosixPath(last).stem.replace("_", " ").split()).strip(". ")
    return words[:100] or "Document"
