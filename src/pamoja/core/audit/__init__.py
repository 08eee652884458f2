"""Who did what to which record, in a chain in which no link can be altered, removed or slipped in unseen."""
