"""The table of numbered errors is that of ODK Central, word for word."""

import pytest

from ._central.errors import differences, node_of
from ._runner import conformance_root

CHECKOUT = conformance_root() / "central"


@pytest.mark.skipif(not (CHECKOUT / "lib/util/problem.js").exists(), reason="no checkout of ODK Central is here")
def test_every_numbered_error_of_odk_central_says_here_what_it_says_there() -> None:
    if node_of(CHECKOUT) is None:
        pytest.skip("Node is not here")
    assert differences(CHECKOUT) == []
