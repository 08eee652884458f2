"""Names of units without what one source writes and another leaves out."""

from pamoja.engines.text.fold import fold

# Words for the kind of unit, which one source writes and another leaves out. "City" is not one of them: a
# city and the district of the same name around it are two units in Malawi, Zambia and Kenya.
_KIND_WORDS = frozenset(
    """
    region regions district districts division province provinces county state governorate prefecture
    department departement cercle zone woreda oblast wilaya administrative area chiefdom منطقه محافظه مديريه
    ولايه اقليم
    """.split()  # noqa: SIM905 - sixty quotes would hide the words
)


def bare(text: str) -> str:
    """The folded name without blanks and words for the kind of unit ("Nkhata Bay District": "nkhatabay")."""
    words = fold(text).split()
    kept = [word for word in words if word not in _KIND_WORDS]
    return "".join(kept or words)
