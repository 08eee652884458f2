"""Find the same personal name in other spellings and other scripts.

Registers of one family hold "Mohamed", "Mahamat" and "محمد" side by side. This package turns a name into
tokens (`normalise`), into a few coarse consonant keys for look-ups (`keys`; store them only as keyed
hashes, since a key still tells much about a name), and compares two names (`similarity`, 0 to 1, in any
order of tokens). The measured precision and recall stand in tests/test_names.py.
"""

from pamoja.engines.names.match import IS_MATCH, similarity
from pamoja.engines.names.sound import keys, sounds
from pamoja.engines.names.tokens import normalise

__all__ = ["IS_MATCH", "keys", "normalise", "similarity", "sounds"]
