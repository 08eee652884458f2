"""The rows of the forms app."""

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
from pamoja.apps.forms.models.submissions import AnswerRow, Submission, SubmissionFile, SubmissionVersion

__all__ = [
    "AnswerRow",
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
    "PropertyField",
    "PurgedEntity",
    "Submission",
    "SubmissionFile",
    "SubmissionVersion",
]
