"""What a moderator decides about a project as it was shown, its pictures and documents included."""

from django import forms
from django.urls import Resolver404, resolve

from partnerships.models import Document, Photo, PhotoState, Project, ProjectState, ReplyTemplate

DECISIONS = {
    ProjectState.WAITING: [
        ("approve", "Approve: make it public"),
        ("changes", "Ask for changes"),
        ("merge", "Merge: it is the same as another entry"),
    ],
    ProjectState.PUBLIC: [
        ("read", "I have read it, and it is fine"),
        ("changes", "Ask for changes: hide it until it is sent again"),
        ("unpublish", "Unpublish: take it down"),
        ("merge", "Merge: it is the same as another entry"),
    ],
    ProjectState.ARCHIVED: [("unpublish", "Unpublish: take it down")],
    ProjectState.UNPUBLISHED: [("restore", "Put it back")],
}
PICTURES_ONLY = ("pictures", "Decide about the pictures and documents alone")
NEEDS_NOTE = {
    "changes": "Write to the school what to change.",
    "unpublish": "Write to the school why you take it down.",
}
WHAT = {Photo: "Picture", Document: "Document"}
SHOW, LEAVE, REMOVE = "show", "leave", "remove"
ABOUT_PIECE = [(SHOW, "Show it"), (LEAVE, "Leave it hidden"), (REMOVE, "Remove it for good")]


class DecisionForm(forms.Form):
    """A decision, a note to the school (one's own words or those of a reply), and a word about each piece."""

    decision = forms.ChoiceField(widget=forms.RadioSelect, error_messages={"required": "Choose what you have decided."})
    reply = forms.ModelChoiceField(ReplyTemplate.objects.none(), required=False, empty_label="None: my own words")
    note = forms.CharField(
        label="Your note to the school", max_length=1000, required=False, widget=forms.Textarea(attrs={"rows": 4}),
        help_text="Needed when you ask for changes or take it down. The leads of the school read it on the page.",
    )  # fmt: skip
    into = forms.CharField(
        label="The address of the other entry, if you merge", required=False, max_length=300,
        help_text="Like /projects/chemistry-in-a-real-lab/. Its words stay; what hangs on this one follows.",
    )  # fmt: skip
    seen_state = forms.CharField(widget=forms.HiddenInput, required=False)
    seen = forms.CharField(widget=forms.HiddenInput, required=False)

    def __init__(self, data=None, *, project: Project, seen: str):
        super().__init__(data, initial={"seen_state": project.state, "seen": seen})
        self.project = project
        self.photos = list(project.photos.to_decide())
        self.pieces = [*self.photos, *project.documents.hidden()]
        self.fields["decision"].choices = [
            *DECISIONS.get(project.state, []),
            *([PICTURES_ONLY] if self.pieces else []),
        ]
        self.fields["reply"].queryset = ReplyTemplate.objects.all()
        for piece in self.pieces:
            self.fields[_name(piece)] = forms.ChoiceField(
                label=str(piece), choices=ABOUT_PIECE, widget=forms.RadioSelect, required=False,
                initial=_first_word(piece),
            )  # fmt: skip

    def clean_into(self) -> Project | None:
        """The entry at that address, among the readable ones."""
        typed = self.cleaned_data["into"].strip()
        if not typed:
            return None
        try:
            slug = resolve("/" + typed.split("://")[-1].partition("/")[2]).kwargs["slug"] if "/" in typed else typed
        except (Resolver404, KeyError):
            slug = ""
        found = Project.objects.readable().filter(slug=slug).exclude(pk=self.project.pk).first()
        if found is None:
            raise forms.ValidationError("We know no other public entry at this address. Copy it from your browser.")
        return found

    def clean(self) -> dict:
        typed = super().clean()
        if not typed.get("note", "").strip() and typed.get("reply"):
            typed["note"] = typed["reply"].words_for(self.project)
        if not typed.get("note", "").strip() and (sentence := NEEDS_NOTE.get(typed.get("decision"))):
            self.add_error("note", sentence)
        if typed.get("decision") == "merge" and not typed.get("into") and "into" not in self.errors:
            self.add_error("into", "Enter the address of the entry that stays.")
        return typed

    def words_about(self) -> list[tuple[Photo | Document, str]]:
        """Once valid: each picture and document that waits, and what is decided about it."""
        return [(piece, self.cleaned_data.get(_name(piece)) or LEAVE) for piece in self.pieces]

    def boxes(self) -> list[tuple[str, Photo | Document, forms.BoundField]]:
        """(what it is, the piece, its choices) for the page."""
        return [(WHAT[type(piece)], piece, self[_name(piece)]) for piece in self.pieces]


class RedactionForm(forms.Form):
    """Words that nobody may keep, and why."""

    words = forms.CharField(
        label="The words to take out", min_length=2, max_length=80,
        help_text="One name or phrase, written as it stands there. Every place where it stands whole is replaced.",
        error_messages={"required": "Enter the words to take out.", "min_length": "Enter at least 2 letters."},
    )  # fmt: skip
    why = forms.CharField(
        label="Why", max_length=300, initial="A pupil was named.",
        help_text="Without the words themselves. It stays in the record of decisions.",
        error_messages={"required": "Say why, like “A pupil was named”."},
    )  # fmt: skip

    def clean_words(self) -> str:
        """Something to look for: signs alone would stand everywhere."""
        words = " ".join(self.cleaned_data["words"].split())
        if sum(letter.isalnum() for letter in words) < 2:
            raise forms.ValidationError("Enter at least 2 letters.")
        return words


def _name(piece: Photo | Document) -> str:
    return f"{piece._meta.model_name}_{piece.key}"


def _first_word(piece: Photo | Document) -> str:
    """A picture stands on the desk and was seen; a document must be opened first."""
    is_seen = isinstance(piece, Photo) and piece.state == PhotoState.HIDDEN and piece.has_words
    return SHOW if is_seen else LEAVE
