"""What people fill in about accounts."""

from datetime import timedelta
from typing import Any, cast

from django import forms
from django.conf import settings
from django.contrib.auth.password_validation import validate_password
from django.utils.translation import gettext_lazy as _

from pamoja.core.accounts.models import Credential, Grant, Team, User
from pamoja.core.accounts.place_fields import PlaceField
from pamoja.core.accounts.selectors import teams
from pamoja.core.accounts.services import Given
from pamoja.core.accounts.words import role_choices
from pamoja.core.clock import now
from pamoja.core.permissions import Actor

PEOPLE_SCOPES = [choice for choice in Grant.Scope.choices if choice[0] != "within"]
PROGRAM_SCOPES = [choice for choice in Grant.Scope.choices if choice[0] in ("workspace", "place")]
LIFETIMES = [("", _("Until it is revoked")), ("30", _("30 days")), ("90", _("90 days")), ("365", _("1 year"))]


class GivenForm(forms.Form):
    """A role and how far it reaches."""

    role = forms.ChoiceField(label=_("Role"))
    scope = forms.ChoiceField(label=_("How far it reaches"), choices=PEOPLE_SCOPES)
    place_path = PlaceField(
        label=_("Place"), required=False, help_text=_("When it reaches one place: its name or P-code.")
    )
    team = forms.ModelChoiceField(
        label=_("Team"), queryset=Team.objects.none(), required=False, help_text=_("When it reaches one team.")
    )

    def __init__(self, actor: Actor, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.choice("role").choices = role_choices(actor)
        cast(forms.ModelChoiceField[Team], self.fields["team"]).queryset = teams(actor)

    def choice(self, name: str) -> forms.ChoiceField:
        """The field, as what it is."""
        return cast(forms.ChoiceField, self.fields[name])

    def clean(self) -> dict[str, Any]:
        """A scope needs what it names."""
        cleaned = self.cleaned_data
        if cleaned.get("scope") == Grant.Scope.PLACE and cleaned.get("place_path") == "":
            self.add_error("place_path", _("Choose a place."))
        if cleaned.get("scope") == Grant.Scope.TEAM and not cleaned.get("team"):
            self.add_error("team", _("Choose a team."))
        return cleaned

    def given(self) -> Given:
        """What the valid form gives."""
        data = self.cleaned_data
        return Given(data["role"], data["scope"], data.get("place_path", ""), data.get("team"))


class InvitationForm(GivenForm):
    """An address, and what it is offered."""

    email = forms.EmailField(label=_("E-mail"), help_text=_("The invitation goes there and is valid for 14 days."))
    field_order = ("email", "role", "scope", "place_path", "team")


class CredentialForm(GivenForm):
    """A program or a device, and what it may do."""

    name = forms.CharField(label=_("Name"), max_length=200, help_text=_("For instance: Power BI, or Phone 12."))
    type = forms.ChoiceField(label=_("Kind"), choices=Credential.Type.choices)
    lifetime = forms.ChoiceField(label=_("Valid"), choices=LIFETIMES, required=False)
    field_order = ("name", "type", "role", "scope", "place_path", "lifetime")

    def __init__(self, actor: Actor, *args: Any, **kwargs: Any) -> None:
        super().__init__(actor, *args, **kwargs)
        del self.fields["team"]
        self.choice("scope").choices = PROGRAM_SCOPES

    def expires_at(self) -> Any:
        """When the secret ends, or None."""
        days = self.cleaned_data["lifetime"]
        return now() + timedelta(days=int(days)) if days else None


class TeamForm(forms.Form):
    """A team."""

    name = forms.CharField(label=_("Name of the team"), max_length=200)


class RoleForm(forms.Form):
    """A role's name; its verbs come from the table of checkboxes."""

    name = forms.CharField(label=_("Name of the role"), max_length=200)


class JoinForm(forms.Form):
    """The account of an invited person."""

    name = forms.CharField(label=_("Your name"), max_length=200)
    password = forms.CharField(
        label=_("Password"),
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}),
        help_text=_("Four unrelated words make a good password."),
    )

    def __init__(self, email: str, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.email = email

    def clean(self) -> dict[str, Any]:
        """The rules of passwords, knowing name and address."""
        person = User(email=self.email, name=self.cleaned_data.get("name", ""))
        if password := self.cleaned_data.get("password"):
            try:
                validate_password(password, person)
            except forms.ValidationError as error:
                self.add_error("password", error)
        return self.cleaned_data


class ProfileForm(forms.ModelForm[User]):
    """What a person says of themselves."""

    class Meta:
        model = User
        fields = ("name", "language")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        choices = [("", _("As the browser says")), *settings.LANGUAGES]
        self.fields["language"] = forms.ChoiceField(label=_("Language"), choices=choices, required=False)
