"""The rows of the forms app."""

from pamoja.apps.forms.models.forms import Form, FormFile, FormImport, FormVersion, Project
from pamoja.apps.forms.models.submissions import AnswerRow, Submission, SubmissionFile, SubmissionVersion

__all__ = [
    "AnswerRow",
    "Form",
    "FormFile",
    "FormImport",
    "FormVersion",
    "Project",
    "Submission",
    "SubmissionFile",
    "SubmissionVersion",
]
