"""Version-aware updates: what a person edits is never silently overwritten.

Two browsers, an offline device or a syncing box may have started from an older version of a row. Changes to other
fields are merged; a change to a field that somebody else changed meanwhile becomes a conflict that keeps both
values until a person chooses.
"""
