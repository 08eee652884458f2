"""What may be asked of a record in `$filter` and `$orderby`."""

from typing import Any

from django.db.models import Case, F, QuerySet, When
from django.db.models.functions import Coalesce

from pamoja.apps.forms.models import Submission
from pamoja.apps.forms.seeing.odata.filters import Asked, Properties

CHANGED_AT, SENDER = "changed_at", "sender"
ROOT = "$root/Submissions/"
DELETED_AT = "__system/deletedAt"
OF_RECORD: Properties = {
    "__id": Asked("instance_id"),
    "__system/submissionDate": Asked("received_at", "moment"),
    "__system/updatedAt": Asked(CHANGED_AT, "moment"),
    "__system/deletedAt": Asked("deleted_at", "moment"),
    "__system/submitterId": Asked(SENDER, "whole"),
    "__system/reviewState": Asked("review_state", is_blank_null=True),
    "__system/deviceId": Asked("device_id", is_blank_null=True),
    "__system/edits": Asked("edits", "whole"),
    "__system/attachmentsPresent": Asked("files_present", "whole"),
    "__system/attachmentsExpected": Asked("files_expected", "whole"),
}
FROM_ROOT: Properties = {f"{ROOT}{name}": asked for name, asked in OF_RECORD.items()}
EVERYWHERE: Properties = {**OF_RECORD, **FROM_ROOT}


def with_properties(records: "QuerySet[Submission]") -> Any:
    """The records with when they were changed, null for those that nobody changed, and the number of who sent them."""
    sender = Coalesce("submitted_by__number__pk", "submitted_with__number__pk")
    return records.alias(**{CHANGED_AT: Case(When(version__gt=1, then=F("updated_at"))), SENDER: sender})
