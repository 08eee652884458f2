"""One search over everything that has words and is not secret, the same on SQLite and on PostgreSQL.

An app registers its kinds in its `searching.py`:

    register_searchable("places.place", Searchable(label=…, document=…, events=("place.added", "place.changed")))

The index is brought up to date by a consumer of those events, so an update is as safe as the write that caused it:
its outbox row is written in the same transaction. It holds folded words alone. What a person is shown is read from
the rows themselves, through `visible()`, at the time of asking. People's names never go in: they are sealed, and
have a search of their own by blind index.
"""
