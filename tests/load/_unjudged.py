"""The product as it would be if no record were judged by the rules of its form: only to be measured beside it."""

from pamoja.config.wsgi import application
from pamoja.core.events.services import CONSUMERS

for readers in CONSUMERS.values():
    if "forms.judge" in readers:
        readers.remove("forms.judge")

__all__ = ["application"]
