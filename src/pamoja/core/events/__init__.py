"""What happened, who wants to know, and what must leave the building: events and the outbox."""
