"""The water survey with its three records; Dina's district holds the first."""

from pamoja.apps.forms.seeing.tests.conftest import ann, bo, form, malawi

__all__ = ["ann", "bo", "form", "malawi"]
