"""What people fill in on these pages."""

from typing import Any

from django import forms
from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _

from pamoja.apps.forms import selectors
from pamoja.apps.forms.models import Form, Project
from pamoja.apps.forms.services.encrypting import LONGEST_HINT, SHORTEST_PASSPHRASE
from pamoja.core.accounts.place_fields import PlaceField
from pamoja.core.permissions import Actor, visible
from pamoja.formats.xlsform.contracts import MAX_BYTES

MEGABYTES = MAX_BYTES // 1024 // 1024


class ProjectForm(forms.ModelForm):  # type: ignore[type-arg]
    """A project's name; `based_on` is the version that the person was looking at."""

    based_on = forms.IntegerField(widget=forms.HiddenInput, required=False)

    class Meta:
        model = Project
        fields = ("name", "description")
        widgets = {"description": forms.Textarea({"rows": 3})}


class EncryptForm(forms.Form):
    """A passphrase, twice, for the key of a project."""

    passphrase = forms.CharField(
        label=_("Passphrase"),
        min_length=SHORTEST_PASSPHRASE,
        strip=False,
        widget=forms.PasswordInput({"autocomplete": "new-password"}),
        help_text=_("Several words that nobody guesses. Write it down and keep it where this server is not."),
    )
    again = forms.CharField(
        label=_("The passphrase again"), strip=False, widget=forms.PasswordInput({"autocomplete": "new-password"})
    )
    hint = forms.CharField(
        label=_("Hint"),
        max_length=LONGEST_HINT,
        required=False,
        help_text=_("Shown to everybody who may take records out. It must not give the passphrase away."),
    )
    is_understood = forms.BooleanField(
        label=_("I know that nobody can read the answers without the passphrase, and that this cannot be undone.")
    )

    def clean(self) -> dict[str, Any]:
        """Both must be the same."""
        data = super().clean() or {}
        if "again" in data and "passphrase" in data and data["again"] != data["passphrase"]:
            self.add_error("again", _("These are two different passphrases."))
        return data


class UploadForm(forms.Form):
    """A workbook or an XForm; without a project it goes into the workspace's first one."""

    project: "forms.ModelChoiceField[Project]" = forms.ModelChoiceField(
        label=_("Project"), queryset=None, required=False
    )
    file = forms.FileField(
        label=_("File"),
        help_text=format_lazy(
            _("An XLSForm (.xlsx, .xls or .csv) or an XForm (.xml), up to {count} MB."), count=MEGABYTES
        ),
        widget=forms.FileInput({"accept": ".xlsx,.xls,.xlsm,.csv,.xml"}),
    )

    def __init__(self, actor: Actor, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        projects = selectors.projects(actor).filter(is_archived=False)
        field = self.fields["project"]
        assert isinstance(field, forms.ModelChoiceField)
        field.queryset = projects
        field.empty_label = None
        if not projects.exists():
            del self.fields["project"]

    def clean_file(self) -> Any:
        """Refuse what is too large before it is read into memory."""
        file = self.cleaned_data["file"]
        if file.size > MAX_BYTES:
            raise forms.ValidationError(_("The file is larger than %(count)d MB."), params={"count": MEGABYTES})
        return file


class FormFileForm(forms.Form):
    """One file that a form asks for."""

    file = forms.FileField(label=_("File"))


class FormsOfProject(forms.ModelMultipleChoiceField):  # type: ignore[type-arg]
    """Forms to tick, by their titles."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(queryset=None, widget=forms.CheckboxSelectMultiple, **kwargs)


class FormsForm(forms.Form):
    """The forms that a device may fill in, and the place in which it works."""

    forms = FormsOfProject(label=_("Forms"), required=False)
    place_path = PlaceField(
        label=_("Place"),
        required=False,
        help_text=_("Of lists of entities that are given out by place, the device gets what lies in this one."),
    )

    def __init__(self, actor: Actor, project: Project, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        live = Form.objects.filter(project=project, deleted_at__isnull=True)
        field = self.fields["forms"]
        assert isinstance(field, FormsOfProject)
        field.queryset = visible(live, actor, "change").defer("draft_token").order_by("title")


class DeviceForm(FormsForm):
    """A new device: what people call it, its forms, and the place in which it works."""

    name = forms.CharField(
        label=_("Name"), max_length=200, help_text=_("Such as the telephone's number on its sticker, or its team.")
    )
    field_order = ("name", "forms", "place_path")
