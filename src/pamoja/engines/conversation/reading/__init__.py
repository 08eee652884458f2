"""What a person wrote, as the form engine writes it."""
