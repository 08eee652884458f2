"""The rows of the forms app."""

from pamoja.apps.forms.models.collectors import Collector, CollectorProperty
from pamoja.apps.forms.models.datasets import Dataset, DatasetProperty, DatasetSource, PropertyField
from pamoja.apps.forms.models.entities import (
    Entity,
    EntityFault,
    EntitySource,
    EntityVersion,
    HeldSubmission,
    PurgedEntity,
)
from pamoja.apps.forms.models.forms import Form, FormFile, FormImport, FormVersion, Project
from pamoja.apps.forms.models.submissions import (
    AnswerRow,
    ReviewState,
    Submission,
    SubmissionComment,
    SubmissionFile,
    SubmissionVersion,
)

__all__ = [
    "AnswerRow",
    "Collector",
    "CollectorProperty",
    "Dataset",
    "DatasetProperty",
    "DatasetSource",
    "Entity",
    "EntityFault",
    "EntitySource",
    "EntityVersion",
    "Form",
    "FormFile",
    "FormImport",
    "FormVersion",
    "HeldSubmission",
    "Project",
    "ReviewState",
    "PropertyField",
    "PurgedEntity",
    "Submission",
    "SubmissionComment",
    "SubmissionFile",
    "SubmissionVersion",
]
