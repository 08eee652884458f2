"""Answers that are made while they go out keep to their workspace, and leave everybody else's alone."""

import pytest

from pamoja.core.testing.cast import Cast
from pamoja.core.workspaces.context import active_workspace, has_active_workspace, streamed, workspace_active


def test_pieces_are_made_in_the_workspace_that_was_active(cast: Cast) -> None:
    with workspace_active(cast.river):
        names = streamed(active_workspace().slug for _ in range(2))
    assert next(names) == "river"
    assert not has_active_workspace()
    with workspace_active(cast.lake):
        assert next(names) == "river"
        assert active_workspace() == cast.lake
        with pytest.raises(StopIteration):
            next(names)
