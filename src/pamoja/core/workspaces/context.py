"""Which workspace is active: set by the middleware, a job or a command, read by every manager."""

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from typing import TYPE_CHECKING, TypeVar

if TYPE_CHECKING:
    from pamoja.core.workspaces.models import Workspace

P = TypeVar("P")
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


def streamed(pieces: Iterable[P]) -> Iterator[P]:
    """Pieces of an answer that are made while it goes out, in the workspace that is active now."""
    return _made_in(active_workspace(), iter(pieces))


def _made_in(workspace: "Workspace", source: Iterator[P]) -> Iterator[P]:
    """The workspace is active only while a piece is made: between them the caller's own is."""
    while True:
        with workspace_active(workspace):
            try:
                piece = next(source)
            except StopIteration:
                return
        yield piece
