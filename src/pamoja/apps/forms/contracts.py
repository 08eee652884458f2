"""The forms app's rows as others read them (only to look at, never to write), its feeds and its problems."""

from pamoja.apps.forms import problems
from pamoja.apps.forms.entities.feed import EntityFeed, read_entity_feed
from pamoja.apps.forms.models import (
    Collector,
    CollectorProperty,
    Dataset,
    Entity,
    EntitySource,
    EntityVersion,
    Form,
    FormFile,
    FormVersion,
    Project,
    RecordKey,
    ReviewState,
    Submission,
    SubmissionComment,
    SubmissionFile,
    SubmissionVersion,
)
from pamoja.apps.forms.seeing.odata.csv_export import CsvExport, CsvOptions
from pamoja.apps.forms.seeing.odata.feed import Feed, read_feed, read_record, tables_of
from pamoja.apps.forms.seeing.odata.places import Places, read_places
from pamoja.apps.forms.seeing.opening import NO_KEYS, Keys, unlocked

__all__ = [
    "Collector",
    "CollectorProperty",
    "CsvExport",
    "CsvOptions",
    "Dataset",
    "Entity",
    "EntityFeed",
    "EntitySource",
    "EntityVersion",
    "Feed",
    "Form",
    "FormFile",
    "FormVersion",
    "Keys",
    "NO_KEYS",
    "Places",
    "Project",
    "RecordKey",
    "ReviewState",
    "SubmissionComment",
    "SubmissionFile",
    "Submission",
    "SubmissionVersion",
    "problems",
    "read_entity_feed",
    "read_feed",
    "read_places",
    "read_record",
    "tables_of",
    "unlocked",
]
