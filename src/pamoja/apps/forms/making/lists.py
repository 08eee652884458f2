"""The list pages of these views."""

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from pamoja.apps.forms.models import Form, Project
from pamoja.core.lists import Column, Filter, ListSpec


def _projects() -> list[tuple[str, str]]:
    return [(str(pk), name) for pk, name in Project.objects.values_list("pk", "name")]


FORMS = ListSpec(
    "forms",
    "forms.form",
    (
        Column("title", _("Form"), value=str, sort="title", is_link=True),
        Column("project", _("Project"), value="project.name", sort="project__name"),
        Column("state", _("State"), sort="state", template="forms/making/state_cell.html"),
        Column("records", _("Records"), sort="records", is_number=True),
        Column("last_record", _("Last record"), sort="last_record"),
        Column("xml_form_id", _("Form id"), sort="xml_form_id", is_shown=False),
        Column("created_at", _("Made"), sort="created_at", is_shown=False),
    ),
    filters=(
        Filter("project", _("Project"), _projects, lookup="project"),
        Filter("state", _("State"), Form.State.choices),
    ),
    search=("title", "xml_form_id"),
    order="title",
    row_url=lambda form: reverse("forms:form", args=[form.pk]),
    empty_title=_("No forms yet"),
    empty_text=_(
        "Write your questions in a spreadsheet (an XLSForm) and upload it. What is wrong in it is found here."
    ),
    empty_icon="forms",
)

DEVICES = ListSpec(
    "devices",
    "accounts.credential",
    (
        Column("name", _("Device"), sort="name", is_link=True),
        Column("forms", _("Forms"), value="form_count", sort="form_count", is_number=True),
        Column("last_used_at", _("Last used"), sort="last_used_at"),
        Column("created_at", _("Added"), sort="created_at"),
        Column("state", _("State"), value="revoked_at", sort="revoked_at", template="forms/making/device_state.html"),
    ),
    search=("name",),
    order="name",
    row_url=lambda device: reverse("forms:device", args=[device.public_id]),
    empty_title=_("No device yet"),
    empty_text=_("Add one for each telephone or tablet: ODK Collect reads its settings from a QR code."),
    empty_icon="device-mobile",
)

DELETED = ListSpec(
    "deleted-forms",
    "forms.form",
    (
        Column("title", _("Form"), value=str, sort="title"),
        Column("project", _("Project"), value="project.name", sort="project__name"),
        Column("deleted_at", _("Deleted"), sort="deleted_at"),
        Column("restore", _("Bring back"), value="pk", template="forms/making/restore_cell.html"),
    ),
    search=("title", "xml_form_id"),
    order="-deleted_at",
    empty_title=_("Nothing was deleted"),
    empty_icon="trash",
    exports=(),
)
