"""Everything that writes forms and submissions."""

from pamoja.apps.forms.services.collectors import add_collector, assign_forms, renew_secret, revoke_collector
from pamoja.apps.forms.services.forms import (
    change_project,
    create_form,
    create_project,
    default_project,
    delete_form,
    publish_draft,
    replace_draft,
    restore_form,
    set_form_file,
    set_form_state,
)
from pamoja.apps.forms.services.imports import examine_import, repair_import, start_import
from pamoja.apps.forms.services.incoming import Receipt
from pamoja.apps.forms.services.records import delete_submission, restore_submission
from pamoja.apps.forms.services.submissions import Sender, receive_submission

__all__ = [
    "Receipt",
    "Sender",
    "add_collector",
    "assign_forms",
    "change_project",
    "create_form",
    "create_project",
    "default_project",
    "delete_form",
    "delete_submission",
    "examine_import",
    "publish_draft",
    "receive_submission",
    "repair_import",
    "replace_draft",
    "renew_secret",
    "restore_form",
    "restore_submission",
    "revoke_collector",
    "set_form_file",
    "set_form_state",
    "start_import",
]
