"""The jobs of the forms app, each beside the pages that start it."""

from pamoja.apps.forms.making import jobs as making
from pamoja.apps.forms.seeing import jobs as seeing

__all__ = ["making", "seeing"]
