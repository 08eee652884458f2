"""The forms app's rows as others read them (only to look at, never to write), and its problems."""

from pamoja.apps.forms import problems
from pamoja.apps.forms.models import Form, FormFile, FormVersion, Project, Submission

__all__ = ["Form", "FormFile", "FormVersion", "Project", "Submission", "problems"]
