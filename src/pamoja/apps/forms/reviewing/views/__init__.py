"""Pages of acts on many records."""
