"""What records do to entities, as tables: forms, what is sent, and what must be there afterwards."""
