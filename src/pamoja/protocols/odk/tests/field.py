"""A device in the field, for tests of this protocol."""

from dataclasses import dataclass

from django.core.files.uploadedfile import SimpleUploadedFile
from django.http import HttpResponse
from django.test import Client

from pamoja.apps.forms.contracts import Form, Project

HEADERS = {"X-OpenRosa-Version": "1.0"}


@dataclass
class Field:
    """A project with one published form and one device that may collect it."""

    project: Project
    form: Form
    key: str

    @property
    def base(self) -> str:
        return f"/odk/v1/key/{self.key}/projects/{self.project.pk}"

    def get(self, path: str, **headers: str) -> HttpResponse:
        return Client().get(self.base + path, headers={**HEADERS, **headers})

    def post(self, xml: bytes, path: str = "", **files: SimpleUploadedFile) -> HttpResponse:
        part = SimpleUploadedFile("submission.xml", xml, "text/xml")
        return Client().post(
            (path or self.base) + "/submission", {"xml_submission_file": part, **files}, headers=HEADERS
        )
