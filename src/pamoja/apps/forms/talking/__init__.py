"""Any published form by text: over SMS, chat and the keys of a telephone, held for whoever carries the messages."""
