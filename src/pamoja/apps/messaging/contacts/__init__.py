"""Contacts between the database and the flow engine, and found by ContactQL."""
