"""Which workspace is active: set by the middleware, a job or a command, read by every manager."""

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pamoja.core.workspaces.models import Workspace

_active: ContextVar["Workspace | None"] = ContextVar("active_workspace", default=None)


class NoActiveWorkspace(RuntimeError):
    """Rows of a workspace were asked for while none was active: a fault in our code, never an empty answer."""


def active_workspace() -> "Workspace":
    """The active workspace. Raises NoActiveWorkspace."""
    workspace = _active.get()
    if workspace is None:
        raise NoActiveWorkspace("activate a workspace first: with workspace_active(workspace): …")
    return workspace


def has_active_workspace() -> bool:
    """Whether rows of a workspace can be reached now."""
    return _active.get() is not None


@contextmanager
def workspace_active(workspace: "Workspace | None") -> Iterator[None]:
    """Make `workspace` the active one inside the block (None: inside the block there is none)."""
    token = _active.set(workspace)
    try:
        yield
    finally:
        _active.reset(token)
