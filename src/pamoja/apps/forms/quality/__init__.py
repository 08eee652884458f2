"""How good a form's data are: checks, flags, and the cleaning log that people write over them."""
