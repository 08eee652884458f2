"""The random numbers, UUIDs and clock that goflow's own tests run with, so that results can be compared to the letter.

Go's `math/rand/v2` with its PCG source (a 128-bit state, output by "double xorshift multiply"), and the seeded UUID
generator and sequential clock of gocommon.
"""

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from decimal import Decimal

from pamoja.engines.environment.nanoseconds import with_nanosecond

SEED = 123456
SECOND = 1_000_000_000
START = 1_746_361_845_123_456_789
"""2025-05-04T12:30:45.123456789Z, where the clock of the runner tests starts, in nanoseconds."""

_MASK64 = (1 << 64) - 1
_MASK128 = (1 << 128) - 1
_MULTIPLIER = 2549297995355413924 << 64 | 4865540595714422341
_INCREMENT = 6364136223846793005 << 64 | 1442695040888963407
_CHEAP = 0xDA942042E4DD58B5


class Pcg:
    """A seeded generator: the same numbers in the same order as Go's."""

    def __init__(self, seed: int = SEED) -> None:
        """Both halves of the state are the seed, as gocommon does it."""
        self._state = seed << 64 | seed

    def uint64(self) -> int:
        """The next 64 bits."""
        self._state = (self._state * _MULTIPLIER + _INCREMENT) & _MASK128
        high, low = self._state >> 64, self._state & _MASK64
        high ^= high >> 32
        high = high * _CHEAP & _MASK64
        high ^= high >> 48
        return high * (low | 1) & _MASK64

    def intn(self, n: int) -> int:
        """A whole number in [0, n), each equally likely."""
        if n & (n - 1) == 0:
            return self.uint64() & (n - 1)
        product = self.uint64() * n
        if product & _MASK64 < n:
            threshold = (1 << 64) % n
            while product & _MASK64 < threshold:
                product = self.uint64() * n
        return product >> 64

    def float64(self) -> float:
        """A number in [0, 1) of 53 bits."""
        return (self.uint64() & (1 << 53) - 1) / (1 << 53)

    def random(self) -> Decimal:
        """The same as a decimal: the shortest one that reads back as that float."""
        return Decimal(repr(self.float64()))


@dataclass
class SequentialClock:
    """A clock that goes on by one step each time somebody looks at it."""

    nanoseconds: int = START
    step: int = SECOND

    def next(self) -> int:
        """Nanoseconds since 1970."""
        now = self.nanoseconds
        self.nanoseconds += self.step
        return now

    def now(self) -> datetime:
        """The same in UTC."""
        microseconds, nanosecond = divmod(self.next(), 1000)
        return with_nanosecond(datetime(1970, 1, 1, tzinfo=UTC) + timedelta(microseconds=microseconds), nanosecond)


class Uuids:
    """UUIDs out of a seeded generator; version 7 takes its time from the clock, which goes on by it."""

    def __init__(self, clock: SequentialClock, seed: int = SEED) -> None:
        """Its generator is its own: the numbers of expressions come from another of the same seed."""
        self._random = Pcg(seed)
        self._clock = clock

    def uuid4(self) -> str:
        """A version 4 UUID."""
        return _written(self._bytes())

    def uuid7(self) -> str:
        """A version 7 UUID: milliseconds, then twelve bits of what is below them."""
        data = self._bytes()
        milliseconds, below = divmod(self._clock.next(), 1_000_000)
        data[0:6] = milliseconds.to_bytes(6, "big")
        data[6:8] = (0x7000 | below >> 8 & 0x0FFF).to_bytes(2, "big")
        return _written(data)

    def _bytes(self) -> bytearray:
        data = bytearray(b"".join(self._random.uint64().to_bytes(8, "little") for _ in range(2)))
        data[6] = data[6] & 0x0F | 0x40
        data[8] = data[8] & 0x3F | 0x80
        return data


def _written(data: bytearray) -> str:
    text = data.hex()
    return "-".join((text[:8], text[8:12], text[12:16], text[16:20], text[20:]))
