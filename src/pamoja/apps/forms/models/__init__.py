"""The rows of the forms app."""

from pamoja.apps.forms.models.collectors import Collector, CollectorProperty
from pamoja.apps.forms.models.conversations import Conversation, ConversationFile
from pamoja.apps.forms.models.datasets import Dataset, DatasetProperty, DatasetRule, DatasetSource, PropertyField
from pamoja.apps.forms.models.entities import (
    Entity,
    EntityFault,
    EntitySource,
    EntityVersion,
    EntityWords,
    HeldSubmission,
    PurgedEntity,
)
from pamoja.apps.forms.models.fillings import Filling, FillingFile
from pamoja.apps.forms.models.forms import Form, FormFile, FormImport, FormVersion, Project
from pamoja.apps.forms.models.keeping import Export, RetentionPlan, StrippedRecord
from pamoja.apps.forms.models.keys import RecordKey
from pamoja.apps.forms.models.paper import PaperBatch, PaperEntry, PaperSheet
from pamoja.apps.forms.models.quality import CleaningLine, InterviewTiming, QualityFlag, QualityPlan
from pamoja.apps.forms.models.redacted import RedactedDataset, RedactedVersion
from pamoja.apps.forms.models.reviews import BulkAct, BulkChange, PlaceChange
from pamoja.apps.forms.models.site import SiteSetting
from pamoja.apps.forms.models.submissions import (
    AnswerRow,
    EarlierFile,
    ReviewState,
    Submission,
    SubmissionComment,
    SubmissionFile,
    SubmissionVersion,
)

__all__ = [
    "AnswerRow",
    "BulkAct",
    "BulkChange",
    "CleaningLine",
    "Collector",
    "CollectorProperty",
    "Conversation",
    "ConversationFile",
    "Dataset",
    "DatasetProperty",
    "DatasetRule",
    "DatasetSource",
    "Entity",
    "EntityFault",
    "EntitySource",
    "EntityVersion",
    "EntityWords",
    "EarlierFile",
    "Filling",
    "FillingFile",
    "Export",
    "Form",
    "FormFile",
    "FormImport",
    "FormVersion",
    "HeldSubmission",
    "InterviewTiming",
    "PaperBatch",
    "PaperEntry",
    "PaperSheet",
    "PlaceChange",
    "Project",
    "RedactedDataset",
    "RedactedVersion",
    "RetentionPlan",
    "ReviewState",
    "PropertyField",
    "PurgedEntity",
    "QualityFlag",
    "QualityPlan",
    "RecordKey",
    "SiteSetting",
    "StrippedRecord",
    "Submission",
    "SubmissionComment",
    "SubmissionFile",
    "SubmissionVersion",
]
