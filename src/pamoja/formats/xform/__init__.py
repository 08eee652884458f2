"""XForms: read forms into schemas and submissions into rows.

schema = parse_xform(form_xml)
shredded = shred(schema, submission_xml)
"""

from pamoja.engines.xforms.xml import XFormRefused
from pamoja.formats.xform.envelope import Document, EncryptedParts, Envelope, read_document, read_envelope
from pamoja.formats.xform.model import (
    Choice,
    EntityDeclaration,
    Field,
    FormFile,
    FormRemark,
    FormSchema,
    Itemset,
    SubmissionOptions,
)
from pamoja.formats.xform.parse import parse_xform
from pamoja.formats.xform.shred import EntityElement, Remark, Row, Shredded, shred

__all__ = [
    "Choice",
    "Document",
    "EncryptedParts",
    "EntityDeclaration",
    "EntityElement",
    "Envelope",
    "Field",
    "FormFile",
    "FormRemark",
    "FormSchema",
    "Itemset",
    "Remark",
    "Row",
    "Shredded",
    "SubmissionOptions",
    "XFormRefused",
    "parse_xform",
    "read_document",
    "read_envelope",
    "shred",
]
