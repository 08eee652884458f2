"""Everything that writes forms and submissions."""

from pamoja.apps.forms.services.assigning import assign_role, unassign_role
from pamoja.apps.forms.services.collectors import (
    add_collector,
    add_link,
    add_property,
    assign_forms,
    give_form,
    place_collector,
    place_of,
    remove_collector,
    renew_secret,
    revoke_collector,
    set_properties,
    take_form,
)
from pamoja.apps.forms.services.comparing import check_field_types, removed_fields
from pamoja.apps.forms.services.drafts import copy_to_draft, discard_draft, publish_draft, replace_draft
from pamoja.apps.forms.services.encrypting import encrypt_project
from pamoja.apps.forms.services.form_files import (
    clear_form_file,
    keep_form_file,
    keep_workbook,
    set_form_file,
    set_itemsets,
)
from pamoja.apps.forms.services.forms import (
    change_project,
    create_form,
    create_project,
    default_project,
    delete_form,
    delete_project,
    restore_form,
    set_form_state,
    set_webforms,
)
from pamoja.apps.forms.services.imports import examine_import, repair_import, start_import
from pamoja.apps.forms.services.incoming import Receipt
from pamoja.apps.forms.services.placing import leave_to_point, place_submission, put_back
from pamoja.apps.forms.services.record_files import clear_record_file, files_of, place_record_file, set_record_file
from pamoja.apps.forms.services.records import delete_submission, restore_submission
from pamoja.apps.forms.services.reviewing import comment_on_submission, review_submission, review_submissions
from pamoja.apps.forms.services.site import MOST_SITE_BYTES, set_site_file, set_site_value, unset_site
from pamoja.apps.forms.services.submissions import Expected, Sender, edit_submission, receive_submission

__all__ = [
    "MOST_SITE_BYTES",
    "Expected",
    "Receipt",
    "Sender",
    "add_collector",
    "add_link",
    "add_property",
    "assign_forms",
    "assign_role",
    "change_project",
    "check_field_types",
    "clear_form_file",
    "clear_record_file",
    "comment_on_submission",
    "copy_to_draft",
    "create_form",
    "create_project",
    "default_project",
    "delete_form",
    "delete_project",
    "delete_submission",
    "discard_draft",
    "edit_submission",
    "encrypt_project",
    "examine_import",
    "files_of",
    "give_form",
    "keep_form_file",
    "keep_workbook",
    "leave_to_point",
    "place_collector",
    "place_of",
    "place_record_file",
    "place_submission",
    "put_back",
    "publish_draft",
    "receive_submission",
    "remove_collector",
    "removed_fields",
    "renew_secret",
    "repair_import",
    "replace_draft",
    "restore_form",
    "restore_submission",
    "review_submission",
    "review_submissions",
    "revoke_collector",
    "set_form_file",
    "set_form_state",
    "set_itemsets",
    "set_properties",
    "set_record_file",
    "set_site_file",
    "set_site_value",
    "set_webforms",
    "start_import",
    "take_form",
    "unassign_role",
    "unset_site",
]
