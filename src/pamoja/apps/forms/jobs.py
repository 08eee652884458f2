"""The jobs of the forms app, each beside the pages that start it."""

from pamoja.apps.forms.making import jobs as making

__all__ = ["making"]
