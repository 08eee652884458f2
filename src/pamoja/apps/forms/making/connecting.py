"""What a device is given to connect: an address, and a QR code that ODK Collect reads."""

from dataclasses import dataclass

import segno
from django.conf import settings
from django.urls import reverse

from pamoja.apps.forms.models import Form, Project
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


def draft_code(form: Form) -> Code:
    """For anybody who tests the form's draft."""
    parts = {"token": form.draft_token, "project": form.project_id, "form_id": form.xml_form_id}
    return _code(reverse("odk:draft-list", kwargs=parts), f"{form.title} (draft)")


def _code(list_path: str, name: str) -> Code:
    url = settings.BASE_URL + list_path.removesuffix(LIST)
    made = segno.make(settings_code(url, name), micro=False, error="l")
    return Code(url, made.svg_data_uri(scale=4, border=3, dark="#000", light="#fff"))
