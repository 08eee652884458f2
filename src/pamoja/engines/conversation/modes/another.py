"""Is there another instance of a repeat?"""

from __future__ import annotations

from contextlib import suppress
from typing import TYPE_CHECKING

from pamoja.engines.conversation.asking import name_of
from pamoja.engines.conversation.modes.base import YES, YesNo
from pamoja.engines.conversation.steps import MARK, Step, parted, steps
from pamoja.engines.xforms import NoSuchNode, NotAllowed
from pamoja.engines.xforms.walking import range_state

if TYPE_CHECKING:
    from pamoja.engines.conversation.talk import Talk


class Another(YesNo):
    name = "another"

    def title(self, talk: Talk) -> str:
        path, count = parted(talk.state.at)
        label = repeat_name(talk, path)
        return talk.phrase("another", label=label, count=count) if count else talk.phrase("any", label=label)

    def erase(self, talk: Talk) -> None:
        """Take the last one out, and ask once more."""
        path, count = parted(talk.state.at)
        if count:
            with suppress(NoSuchNode, NotAllowed):
                _resize(talk, path, count - 1)
            talk.state.reopen(f"{path}{MARK}{count - 1}")
            talk.state.at = f"{path}{MARK}{count - 1}"
        self.tell(talk)

    def choose(self, talk: Talk, value: str) -> None:
        """Have one more than there were, or no more than there were."""
        path, count = parted(talk.state.at)
        wanted = count + 1 if value == YES else count
        with suppress(NoSuchNode, NotAllowed):  # an answer elsewhere took the repeat away, or the record is full
            _resize(talk, path, wanted)
        talk.state.go_by(talk.state.at)
        talk.advance()


def _resize(talk: Talk, path: str, wanted: int) -> None:
    session = talk.session
    above, _, name = path.rpartition("/")
    parent = session.data.find(above)
    while (there := len(parent.named(name))) != wanted:
        if there < wanted:
            session.add_repeat(path)
            continue
        talk.state.forget(f"{path}[{there}]")
        talk.dropped += files_in(talk, f"{path}[{there}]")
        session.remove_repeat(f"{path}[{there}]")


def files_in(talk: Talk, path: str) -> list[str]:
    """The names of files that the answers in an instance speak of."""
    nodes = talk.session.data.find(path).walk()
    return [each.text for each in nodes if each.text and each.field is not None and each.field.control == "upload"]


def repeat_name(talk: Talk, path: str) -> str:
    """What a repeat is called: by its own label, or that of the group around it."""
    step = repeat_step(talk, path)
    if step is None:
        return path.rpartition("/")[2]
    return name_of(range_state(talk.session, step.node, 0))


def repeat_step(talk: Talk, path: str) -> Step | None:
    return next((each for each in steps(talk.session) if each.is_repeat and each.key.startswith(path + MARK)), None)
