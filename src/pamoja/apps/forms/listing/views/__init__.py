"""The pages of lists of entities."""
