"""What people fill in to protect a form's records."""

from typing import Any

from django import forms

from pamoja.apps.forms.protecting.classes import CLASSES
from pamoja.apps.forms.protecting.classifying import Classed


class ClassesForm(forms.Form):
    """A class for each question."""

    def __init__(self, questions: list[Classed], labels: dict[str, str], *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.questions = questions
        for number, each in enumerate(questions):
            label = labels[each.field.path]
            self.fields[f"q{number}"] = forms.ChoiceField(
                label=label, choices=list(CLASSES.items()), initial=each.class_now
            )

    @property
    def rows(self) -> list[tuple[Classed, forms.BoundField]]:
        """Each question with its choice."""
        return [(each, self[f"q{number}"]) for number, each in enumerate(self.questions)]

    def classes(self) -> dict[str, str]:
        """What was chosen, by path."""
        return {each.field.path: self.cleaned_data[f"q{number}"] for number, each in enumerate(self.questions)}
