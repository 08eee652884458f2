"""How far a walk is: one line of a terminal that is written over, or lines where somebody wants them."""

from django.core.management.base import OutputWrapper

CLEAR = "\r\x1b[K"
NAME_CHARACTERS = 60


class Progress:
    """Called with the share that is done and the flow that is next; writes for each hundredth at most.

    Where `out` is no terminal, only a verbosity of more than 1 brings lines.
    """

    def __init__(self, out: OutputWrapper, verbosity: int) -> None:
        self._out = out
        self._is_terminal = out.isatty()
        self._is_shown = verbosity > (0 if self._is_terminal else 1)
        self._percent = -1

    def __call__(self, share: float, name: str) -> None:
        percent = int(share * 100)
        if self._is_shown and percent > self._percent:
            self._percent = percent
            self._write(f"{percent:3}% {name[:NAME_CHARACTERS]}")

    def end(self) -> None:
        """Leave nothing on the terminal."""
        if self._is_shown and self._is_terminal:
            self._write("")

    def _write(self, text: str) -> None:
        begin, ending = (CLEAR, "") if self._is_terminal else ("", "\n")
        self._out.write(begin + text, style_func=str, ending=ending)
        self._out.flush()
