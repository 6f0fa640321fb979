"""What a school says in a case: its answer with files, and why it wants to be heard in person."""

from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from association.core.uploads.fields import FilesField
from association.violations.models.case import LONGEST_FACTS
from association.violations.services.hearing import MAX_FILES


class WordsForm(forms.Form):
    """What the school says, in words."""

    words = forms.CharField(
        max_length=LONGEST_FACTS,
        widget=forms.Textarea(attrs={"rows": 8}),
        error_messages={"required": gettext_lazy("Please write a few words.")},
    )


class WordsWithFilesForm(WordsForm):
    """What the school says, with files beside it."""

    files = FilesField(
        most=MAX_FILES,
        label=gettext_lazy("Pictures or PDFs"),
        required=False,
        help_text=gettext_lazy(
            "Up to six, each up to 10 MB. What a phone adds to a picture, such as the place, is "
            "taken off. No faces of children, please."
        ),
    )

    @property
    def files_are_gone(self) -> bool:
        """Files were sent with something that was wrong; a browser does not keep them."""
        return bool(self.errors and self.files)

    def contents(self) -> list[tuple[str, bytes]]:
        """Return names and contents of the files, as they came."""
        return [(file.name, file.read()) for file in self.cleaned_data["files"]]


class AnswerForm(WordsWithFilesForm):
    """The school's answer, with files beside it."""

    said_all = forms.BooleanField(
        label=gettext_lazy("We have said all, and want no hearing"),
        required=False,
        help_text=gettext_lazy("Then it can be decided before the last day. Otherwise leave it."),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["words"].label = _("Your answer")
        self.fields["words"].help_text = _(
            "What is right, what is wrong, and what you have done since. It stands in the case "
            "word for word."
        )


class HearingForm(WordsForm):
    """That the school wants to be heard in person, and what about."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["words"].label = _("What do you want to speak about?")
        self.fields["words"].help_text = _(
            "A sentence is enough. Say when it suits you, and who comes."
        )


class AppealForm(WordsWithFilesForm):
    """Why the decision is wrong, with files beside it."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["words"].label = _("Why the decision is wrong")
        self.fields["words"].help_text = _(
            "What was not seen, or not weighed rightly: facts, severity, measure, or how it was "
            "decided. It stands in the case word for word."
        )


class AcceptForm(forms.Form):
    """That the school accepts the decision, said in so many words."""

    accepted = forms.BooleanField(
        label=gettext_lazy(
            "We accept the decision. We give up the rest of our days to appeal; it may take effect "
            "now."
        ),
        error_messages={
            "required": gettext_lazy("Please tick this, or go back: nothing has changed.")
        },
    )


class SchoolObjectionForm(WordsForm):
    """What is wrong with the school's own entry."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["words"].label = _("What is wrong with the entry?")
        self.fields["words"].help_text = _(
            "Which sentence, and how it really is. Say where it can be looked up."
        )


class RepairForm(WordsWithFilesForm):
    """What was put right, with files that show it."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["words"].label = _("What your school has put right")
        self.fields["words"].help_text = _(
            "Since when, and how it is made sure that it stays so. It stands in the case word for "
            "word."
        )
