"""Encryption of single values: what a database file, a backup or a stolen disk must not tell.

Three layers of keys. The operator's **master keys** (`PAMOJA_KEYS`) wrap **data keys**, kept wrapped in the database:
one for each workspace and, where a field names a subject, one for each person. Data keys seal values with
AES-256-GCM; workspace, table, column and row are additional data, so a value moved elsewhere does not open.
Destroying a person's data key makes every value sealed under it unreadable, in backups too (crypto-shredding).
"""
