"""The pages on which people in records are protected."""
