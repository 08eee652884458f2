"""Each check of data quality is documented with its settings, defaults and reasons as they are."""

import re

import pytest

from launcher.place import ROOT
from pamoja.engines.quality import CHECKS, Check, settings_of

TEXT = (ROOT / "docs" / "reference" / "quality-checks.md").read_text()


def sections() -> dict[str, str]:
    """The text of each check by its name."""
    parts = re.split(r"(?m)^### `([a-z_]+)`: .*$", TEXT)
    return dict(zip(parts[1::2], parts[2::2], strict=True))


def written(check: Check) -> str:
    """What the section of a check holds, line breaks aside."""
    purpose = [" ".join(part.split()) for part in (check.function.__doc__ or "").split("\n\n")]
    why = [" ".join(part.split()) for part in (check.settings.__doc__ or "").split("\n\n")]
    rows = [f"| `{each.name}` | {each.words} | {shown(each.default)} |" for each in settings_of(check)]
    table = ["| setting | | default |", "|---|---|---|", *rows] if rows else []
    return "\n\n".join([*purpose, "\n".join(table), f"*Why.* {' '.join(why)}"]).replace("\n\n\n\n", "\n\n")


def shown(default: object) -> str:
    return {True: "yes", False: "no"}.get(default, str(default)) if isinstance(default, bool) else f"`{default}`"


def flat(text: str) -> str:
    return re.sub(r"\s+", " ", text).strip()


def test_each_check_has_a_section_and_each_section_a_check() -> None:
    assert list(sections()) == sorted(CHECKS)


@pytest.mark.parametrize("name", sorted(CHECKS))
def test_a_check_is_documented_as_it_is(name: str) -> None:
    assert flat(written(CHECKS[name])) in flat(sections()[name].split("\n## ")[0])
