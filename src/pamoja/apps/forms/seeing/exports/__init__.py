"""A form's records as files."""
