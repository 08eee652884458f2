"""Addresses that answers point to, under the key that the caller came with."""

from urllib.parse import quote

from django.conf import settings

ROOT = f"{settings.ODK_ROOT}/v1"


def project_url(project: int, key: str | None = None) -> str:
    """Where a project's OpenRosa addresses begin."""
    prefix = f"/key/{key}" if key else ""
    return f"{settings.BASE_URL}{ROOT}{prefix}/projects/{project}"


def form_url(project: int, form_id: str, key: str | None = None) -> str:
    """A published form's address, without an ending."""
    return f"{project_url(project, key)}/forms/{quote(form_id, safe='')}"


def draft_url(project: int, form_id: str, token: str) -> str:
    """A draft's address under its test link, without an ending."""
    return f"{settings.BASE_URL}{ROOT}/test/{token}/projects/{project}/forms/{quote(form_id, safe='')}/draft"
