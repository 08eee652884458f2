"""What can go wrong with forms and submissions."""

from django.utils.translation import gettext_lazy as _

from pamoja.core.problems import register

FORM_REFUSED = register("form-refused", 422, _("This form cannot be read"))
FORM_ID_TAKEN = register("form-id-taken", 409, _("The project has a form with this id already"))
FORM_VERSION_TAKEN = register("form-version-taken", 409, _("This version of the form was published before"))
FORM_ID_DIFFERS = register("form-id-differs", 422, _("The form id is not the one of this form"))
IMPORT_SETTLED = register("form-import-settled", 409, _("This import has gone on in the meantime"))
NO_DRAFT = register("form-no-draft", 404, _("The form has no draft"))
NOT_PUBLISHED = register("form-not-published", 409, _("The form has not been published"))
FIELD_RETYPED = register("form-field-retyped", 422, _("A question has another type than in an earlier version"))
FORM_CLOSED = register("form-closed", 409, _("The form takes no more submissions"))
SUBMISSION_MALFORMED = register("submission-malformed", 400, _("This is not a readable submission"))
SUBMISSION_DIFFERS = register("submission-differs", 409, _("A submission with this id but other answers is here"))
SUBMISSION_OUTDATED = register("submission-outdated", 409, _("The edit is not based on the newest version"))
SUBMISSION_UNKNOWN = register("submission-unknown", 404, _("The submission to be edited is not here"))
INSTANCE_ID_TAKEN = register("instance-id-taken", 409, _("Another submission has this id"))
SUBMISSION_DELETED = register("submission-deleted", 409, _("This submission has been deleted"))
SUBMISSION_SEALED = register(
    "submission-sealed", 409, _("This record is encrypted and can be corrected only where it was made")
)
SUBMISSION_NOT_WELCOME = register("submission-not-welcome", 403, _("You may not submit to this form"))
ENCRYPTED_WITHOUT_ID = register("encrypted-without-id", 400, _("An encrypted submission needs an instance id"))
EDIT_NAMES_NOTHING = register("edit-names-nothing", 400, _("An edit must name the version that it replaces"))
VERSION_UNKNOWN = register("form-version-unknown", 404, _("The form has no such version"))
FORM_NOT_PLAIN = register("form-not-plain", 409, _("This form cannot be filled in on plain pages; use ODK Collect"))
ALREADY_ENCRYPTED = register("project-encrypted", 409, _("The project is encrypted already"))
PASSPHRASE_SHORT = register("passphrase-short", 422, _("The passphrase is too short"))
NOT_OPENED = register("records-not-opened", 422, _("This does not open the records; check the passphrase or the key"))
FORM_NOT_PRINTED = register("form-not-printed", 422, _("This form cannot be printed"))
ENTITY_REFUSED = register("entity-refused", 422, _("This is not taken as an entity or a list of entities"))
ENTITY_CLASHES = register("entity-clashes", 409, _("This clashes with an entity or a list that is here"))
EXPORT_TOO_LONG = register("export-too-long", 422, _("The records do not fit into this kind of file; take CSV instead"))
EXPORT_TOO_WIDE = register(
    "export-too-wide", 422, _("The questions do not fit into this kind of file; take CSV or Parquet instead")
)
VALUE_UNFIT = register("quality-value-unfit", 422, _("This is no answer to the question"))
DECIDED = register("quality-decided", 409, _("Something else was decided about this; withdraw that first"))
WITHDRAWN = register("quality-withdrawn", 409, _("This was withdrawn already"))
LOG_UNREADABLE = register("quality-log-unreadable", 422, _("This is not a readable cleaning log"))
ANSWERS_HIDDEN = register("answers-hidden", 403, _("This holds answers that you may not see"))
