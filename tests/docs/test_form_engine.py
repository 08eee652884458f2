"""The functions that expressions may call are documented, each once."""

import re

from launcher.place import ROOT
from pamoja.engines.xforms.xpath.functions import names


def test_every_function_of_forms_is_documented() -> None:
    text = (ROOT / "docs" / "reference" / "form-engine.md").read_text()
    rows = text.partition("## Functions")[2].partition("##")[0]
    written = [
        name.rpartition(":")[2] for row in re.findall(r"(?m)^\|[^|]*\| (`.*) \|$", rows) for name in row.split("`")
    ]
    assert sorted(name for name in written if name.strip()) == names()
