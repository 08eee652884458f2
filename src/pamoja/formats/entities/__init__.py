"""Entities as forms, submissions and programs speak of them: ODK entities specification 2022.1 to 2025.1.

entities = read_form(parse_xform(form_xml))      # which lists a form writes to
sent = [sent_of(each) for each in shredded.entities]   # what one submission says
"""

from pamoja.formats.entities.bodies import Body, read_body, read_source
from pamoja.formats.entities.csv_rows import DEVICE_HEADS, EXPORT_HEADS, EXPORT_TAILS
from pamoja.formats.entities.forms import FormEntities, WrittenList, read_form
from pamoja.formats.entities.names import is_dataset_name, is_property_name
from pamoja.formats.entities.places import feature_collection
from pamoja.formats.entities.sent import sent_of

__all__ = [
    "DEVICE_HEADS",
    "EXPORT_HEADS",
    "EXPORT_TAILS",
    "Body",
    "FormEntities",
    "WrittenList",
    "feature_collection",
    "is_dataset_name",
    "is_property_name",
    "read_body",
    "read_form",
    "read_source",
    "sent_of",
]
