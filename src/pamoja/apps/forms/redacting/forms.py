"""What people fill in to make datasets."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from pamoja.apps.forms.models import RedactedDataset
from pamoja.apps.forms.redacting.reading import Column
from pamoja.apps.forms.redacting.treatments import TREATMENTS, offered
from pamoja.core.accounts.models import User
from pamoja.core.workspaces.models import Workspace


class DatasetForm(forms.ModelForm):  # type: ignore[type-arg]
    """A dataset with a treatment for each question. `based_on` is the version that the person was looking at."""

    based_on = forms.IntegerField(widget=forms.HiddenInput, required=False)
    below = forms.ChoiceField(label=_("Only records of this place and below"), required=False)

    class Meta:
        model = RedactedDataset
        fields = ("name", "description", "is_clean", "below", "k", "suppression")
        help_texts = {"k": _("Small cells: fewer records than this that are alike in all key variables are too rare.")}
        widgets = {"description": forms.Textarea(attrs={"rows": 3})}

    def __init__(self, columns: list[Column], places: list[tuple[str, str]], *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.columns = columns
        below = self.fields["below"]
        assert isinstance(below, forms.ChoiceField)
        below.choices = [("", _("everywhere")), *places]
        for number, each in enumerate(columns):
            choices = [(how, TREATMENTS[how]) for how in offered(each.question)]
            self.fields[f"c{number}"] = forms.ChoiceField(label=each.label, choices=choices, initial=each.how)

    @property
    def rows(self) -> list[tuple[Column, forms.BoundField]]:
        """Each question with its choice."""
        return [(each, self[f"c{number}"]) for number, each in enumerate(self.columns)]

    @property
    def about(self) -> list[forms.BoundField]:
        """The fields beside the questions."""
        return [self[name] for name in (*self.Meta.fields, "based_on")]

    def values(self) -> dict[str, Any]:
        """What was chosen, without the version."""
        given = {name: self.cleaned_data[name] for name in self.Meta.fields}
        columns = {each.question.key: self.cleaned_data[f"c{number}"] for number, each in enumerate(self.columns)}
        return {**given, "columns": columns}


class ReaderForm(forms.Form):
    """A member of the workspace."""

    user = forms.ModelChoiceField(label=_("Member"), queryset=User.objects.none())

    def __init__(self, workspace: Workspace, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        members = User.objects.filter(grants__workspace=workspace, is_active=True).distinct().order_by("name")
        self.fields["user"].queryset = members  # type: ignore[attr-defined]
