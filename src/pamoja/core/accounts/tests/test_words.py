"""What a role may do is said in words."""

from pamoja.core.accounts.words import VERB_WORDS
from pamoja.core.permissions import KINDS


def test_every_verb_that_a_role_can_name_has_a_word() -> None:
    verbs = {verb for kind in KINDS.values() if not kind.is_reference for verb in kind.verbs}
    assert verbs - set(VERB_WORDS) == set()


def test_every_kind_has_a_name_of_its_own() -> None:
    """Django would make one from the name of the class, which nobody can translate."""
    kinds = [kind for kind in KINDS.values() if not kind.name.startswith("testing.")]
    named = {kind.name for kind in kinds if "verbose_name_plural" in kind.model._meta.original_attrs}
    assert {kind.name for kind in kinds} - named == set()
