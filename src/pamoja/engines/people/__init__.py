"""What is known of a person and how well: birth dates with precision, and functional difficulties."""
