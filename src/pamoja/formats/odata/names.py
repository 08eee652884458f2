"""Names that OData allows, made from names of forms and questions (OData 4.0 CSDL, 17.2 SimpleIdentifier)."""

import re

FIRST = re.compile(r"^([^a-zA-Z_])")
OTHERS = re.compile(r"[^a-zA-Z0-9_]+")


def identifier(name: str) -> str:
    """A name in ASCII letters, digits and underscores: `1.8-test` is `_1_8_test`. Two names may become one."""
    return OTHERS.sub("_", FIRST.sub(r"_\1", name))
