"""The words of the ODK Central API: numbered refusals, and how values are written in them."""

from pamoja.formats.central.codes import MESSAGES
from pamoja.formats.central.writing import UNDEFINED, as_written, message_of, moment, thing_id

__all__ = ["MESSAGES", "UNDEFINED", "as_written", "message_of", "moment", "thing_id"]
