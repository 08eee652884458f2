"""Limits on how often somebody may do something, counted across all processes.

Counting happens outside the caller's transaction wherever it can: what is refused or rolled back was an attempt all
the same. Embedded, the counters are a SQLite file of their own without fsync (100 µs, and no place in the queue of the
real database's writers); grown, a table of PostgreSQL, so that all machines count together. Losing them
in a crash costs nothing. Django's cache was no choice: the local one counts for each process by itself, and none of
its other backends increments atomically on SQLite.
"""
