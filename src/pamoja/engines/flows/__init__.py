"""The flow engine: sessions of contacts in flows, giving the same events as goflow for the same flow and input."""
