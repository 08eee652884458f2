"""What a device is given to connect: an address, and a QR code that ODK Collect reads."""

from dataclasses import dataclass

import segno
from django.conf import settings
from django.urls import reverse

from pamoja.apps.forms.models import Form, Project
from pamoja.apps.forms.selectors import device_user_name
from pamoja.core.accounts.models import Credential
from pamoja.formats.collect import settings_code

LIST = "/formList"


@dataclass(frozen=True)
class Code:
    """An address, and the QR code of the settings with it (a data address of an image)."""

    url: str
    image: str


def device_code(project: Project, secret: str) -> Code:
    """For a device with this secret: the forms of a project that it was given."""
    return _code(reverse("odk:form-list", kwargs={"key": secret, "project": project.pk}), project.name)


@dataclass(frozen=True)
class SignIn:
    """What an app that asks for a user name and a password is given."""

    url: str
    username: str
    password: str


def device_sign_in(project: Project, device: Credential, secret: str) -> SignIn:
    """For a device with this secret, by HTTP Digest."""
    path = reverse("odk:form-list", kwargs={"project": project.pk}).removesuffix(LIST)
    return SignIn(settings.BASE_URL + path, device_user_name(device), secret)


def draft_code(form: Form) -> Code:
    """For anybody who tests the form's draft."""
    parts = {"token": form.draft_token, "project": form.project_id, "form_id": form.xml_form_id}
    return _code(reverse("odk:draft-list", kwargs=parts), f"{form.title} (draft)")


def _code(list_path: str, name: str) -> Code:
    url = settings.BASE_URL + list_path.removesuffix(LIST)
    made = segno.make(settings_code(url, name), micro=False, error="l")
    return Code(url, made.svg_data_uri(scale=4, border=3, dark="#000", light="#fff"))
