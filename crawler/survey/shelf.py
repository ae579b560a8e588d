"""Where a survey puts what it has read until evidence is made of it: packed, so that pages do not pile up in memory.

A shelf keeps its packets in memory, or where its storage does: a gathering gives it an unnamed file. Which it is
changes nothing that a survey asks or finds.
"""

from collections import OrderedDict
from typing import Protocol

import msgspec

from crawler.survey.seen import Held, Reading, Special
from crawler.survey.sitewide import Sitewide

_NEAR = 32
"""Values that stay unpacked: what the step at hand looks at more than once."""
_PACKER = msgspec.msgpack.Encoder()
_READING = msgspec.msgpack.Decoder(Reading)
_SPECIAL = msgspec.msgpack.Decoder(Special)
_NOTHING = Special()
_CHECKED = Sitewide(checked=True)


class Storage(Protocol):
    """Keeps bytes and gives them back."""

    def put(self, packed: bytes) -> int:
        """Keep these bytes; return the number under which they are found again."""
        ...

    def get(self, number: int) -> bytes:
        """Return the bytes kept under this number."""
        ...


class _Memory:
    """Packets in a list."""

    def __init__(self) -> None:
        self._packets: list[bytes] = []

    def put(self, packed: bytes) -> int:
        self._packets.append(packed)
        return len(self._packets) - 1

    def get(self, number: int) -> bytes:
        return self._packets[number]


class Shelf:
    """Readings put aside, those used last still unpacked. Surveys of many sites may share one."""

    def __init__(self, storage: Storage | None = None) -> None:
        self._storage: Storage = storage if storage is not None else _Memory()
        self._near: OrderedDict[int, Reading | Special] = OrderedDict()

    def hold(self, reading: Reading) -> Held:
        """Put a reading aside; return it as a `Seen` holds it."""
        return Held(
            kind=reading.page.kind,
            family=reading.family,
            signature=reading.signature,
            moves_to=reading.moves_to,
            whole=reading.whole,
            beyond=reading.beyond,
            sitewide=_CHECKED if reading.sitewide == _CHECKED else reading.sitewide,
            shelf=self,
            number=self._put(reading),
        )

    def reading(self, number: int) -> Reading:
        """Return the reading with this number."""
        value = self._near.get(number)
        if not isinstance(value, Reading):
            value = _READING.decode(self._storage.get(number))
        self._keep_near(number, value)
        return value

    def put_special(self, special: Special) -> int | None:
        """Put what the readers of single kinds made of a page aside; return its number, None when they made nothing."""
        return None if special == _NOTHING else self._put(special)

    def special(self, number: int | None) -> Special:
        """Return what `put_special` put aside."""
        if number is None:
            return _NOTHING
        value = self._near.get(number)
        if not isinstance(value, Special):
            value = _SPECIAL.decode(self._storage.get(number))
        self._keep_near(number, value)
        return value

    def _put(self, value: Reading | Special) -> int:
        number = self._storage.put(_PACKER.encode(value))
        self._keep_near(number, value)
        return number

    def _keep_near(self, number: int, value: Reading | Special) -> None:
        self._near[number] = value
        self._near.move_to_end(number)
        if len(self._near) > _NEAR:
            self._near.popitem(last=False)
