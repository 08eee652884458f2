"""Talking with people: contacts, channels, flows and what came of them."""
