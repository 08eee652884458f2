"""What may be asked of a record in `$filter` and `$orderby`."""

from typing import Any

from django.db.models import Case, F, QuerySet, When

from pamoja.apps.forms.models import Submission
from pamoja.apps.forms.seeing.odata.filters import Asked, Properties

CHANGED_AT = "changed_at"
ROOT = "$root/Submissions/"
DELETED_AT = "__system/deletedAt"
OF_RECORD: Properties = {
    "__id": Asked("instance_id"),
    "__system/submissionDate": Asked("received_at", "moment"),
    "__system/updatedAt": Asked(CHANGED_AT, "moment"),
    "__system/deletedAt": Asked("deleted_at", "moment"),
    "__system/submitterId": Asked("submitted_by_id", "whole"),
    "__system/deviceId": Asked("device_id", is_blank_null=True),
    "__system/edits": Asked("edits", "whole"),
    "__system/attachmentsPresent": Asked("files_present", "whole"),
    "__system/attachmentsExpected": Asked("files_expected", "whole"),
}
FROM_ROOT: Properties = {f"{ROOT}{name}": asked for name, asked in OF_RECORD.items()}
EVERYWHERE: Properties = {**OF_RECORD, **FROM_ROOT}


def with_changed_at(records: "QuerySet[Submission]") -> Any:
    """The records with when they were last changed: null for those that nobody changed since they came."""
    return records.alias(**{CHANGED_AT: Case(When(version__gt=1, then=F("updated_at")))})
