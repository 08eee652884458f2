"""The forms app's rows as others read them (only to look at, never to write), its feeds, problems and conversations."""

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
    SiteSetting,
    Submission,
    SubmissionComment,
    SubmissionFile,
    SubmissionVersion,
)
from pamoja.apps.forms.seeing.odata.csv_export import CsvExport, CsvOptions
from pamoja.apps.forms.seeing.odata.feed import Feed, read_feed, read_record, tables_of
from pamoja.apps.forms.seeing.odata.places import Places, read_places
from pamoja.apps.forms.seeing.opening import NO_KEYS, Keys, unlocked
from pamoja.apps.forms.talking.interface import Inbound, InboundFile, Reply
from pamoja.apps.forms.talking.keeping import open_conversation, say, start_conversation, stop_conversation

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
    "Inbound",
    "InboundFile",
    "Keys",
    "NO_KEYS",
    "open_conversation",
    "Places",
    "problems",
    "Project",
    "read_entity_feed",
    "read_feed",
    "read_places",
    "read_record",
    "RecordKey",
    "Reply",
    "ReviewState",
    "SiteSetting",
    "say",
    "start_conversation",
    "stop_conversation",
    "Submission",
    "SubmissionComment",
    "SubmissionFile",
    "SubmissionVersion",
    "tables_of",
    "unlocked",
]
