"""What people fill in to protect a form's records."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from pamoja.apps.forms.models import RetentionPlan
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


class RetentionForm(forms.ModelForm):  # type: ignore[type-arg]
    """How long records are kept. `based_on` is the version of the plan that the person was looking at."""

    based_on = forms.IntegerField(widget=forms.HiddenInput, required=False)

    class Meta:
        model = RetentionPlan
        fields = ("is_on", "what", "months", "since", "warn_days", "has_entities", "hold_reason")
        help_texts = {
            "months": _("From 1 to 1200."),
            "what": _("Answers are those that others do not see: say first who sees which answers."),
            "hold_reason": _("While a reason stands here, nothing is purged: a court, an investigation, an audit."),
            "has_entities": _("Entities that were first made by one of these records, with all their versions."),
        }

    def __init__(self, *args: Any, has_classes: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.has_classes = has_classes

    def clean_what(self) -> str:
        """Without classes nobody has said which answers are protected."""
        what: str = self.cleaned_data["what"]
        if what == RetentionPlan.What.ANSWERS and not self.has_classes:
            raise forms.ValidationError(_("Say first who sees which answers."))
        return what

    def values(self) -> dict[str, Any]:
        """What was chosen, without the version."""
        return {name: self.cleaned_data[name] for name in self.Meta.fields}
