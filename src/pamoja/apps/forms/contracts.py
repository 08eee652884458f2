"""The forms app's rows as others read them (only to look at, never to write), and its problems."""

from pamoja.apps.forms import problems
from pamoja.apps.forms.models import (
    Collector,
    CollectorProperty,
    Dataset,
    Entity,
    Form,
    FormFile,
    FormVersion,
    Project,
    Submission,
)

__all__ = [
    "Collector",
    "CollectorProperty",
    "Dataset",
    "Entity",
    "Form",
    "FormFile",
    "FormVersion",
    "Project",
    "Submission",
    "problems",
]
