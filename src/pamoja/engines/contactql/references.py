"""References: what stands for the number of a contact where numbers must not be guessed."""

import re

# 32 letters and digits without I, O, 0 and 1; ſ is the lower case of S as well
_REFERENCE = re.compile(r"[A-HJ-NP-Za-hj-np-z2-9ſ]{6,7}")


def is_reference(text: str) -> bool:
    """Whether the text has the form of a reference to a contact; whether there is such a contact is not asked."""
    return _REFERENCE.fullmatch(text) is not None
