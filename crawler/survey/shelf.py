"""Where a survey puts what it has read until evidence is made of it: packed, so that pages do not pile up in memory.

A shelf keeps its packets in memory, or where its storage does: a gathering gives it an unnamed file. Which it is
changes nothing that a survey asks or finds.
"""

from collections import OrderedDict
from dataclasses import dataclass
from typing import Protocol

import msgspec

from crawler.model import PageKind
from crawler.survey.seen import Held, Reading, Special
from crawler.survey.sitewide import NOTHING_SITEWIDE, Sitewide

_NEAR = 32
"""Values that stay unpacked: what the step at hand looks at more than once."""
_PACKER = msgspec.msgpack.Encoder()
_READING = msgspec.msgpack.Decoder(Reading)
_SPECIAL = msgspec.msgpack.Decoder(Special)
_NOTHING = Special()
_CHECKED = Sitewide(checked=True)


@dataclass(frozen=True, slots=True)
class Packed:
    """A reading ready to be put aside: its packet, and of the rest what a `Held` has at hand."""

    packet: bytes
    kind: PageKind
    family: str | None
    signature: bytes
    moves_to: str | None
    whole: bool
    beyond: bool
    sitewide: Sitewide


def pack(reading: Reading) -> Packed:
    """Return a reading packed: what another process or another night made is put aside without being unpacked."""
    return Packed(
        packet=_PACKER.encode(reading),
        kind=reading.page.kind,
        family=reading.family,
        signature=reading.signature,
        moves_to=reading.moves_to,
        whole=reading.whole,
        beyond=reading.beyond,
        sitewide=reading.sitewide,
    )


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

    def hold(self, reading: Reading | Packed) -> Held:
        """Put a reading aside; return it as a `Seen` holds it."""
        packed = pack(reading) if isinstance(reading, Reading) else reading
        number = self._storage.put(packed.packet)
        if isinstance(reading, Reading):
            self._keep_near(number, reading)
        return Held(
            kind=packed.kind,
            family=packed.family,
            signature=packed.signature,
            moves_to=packed.moves_to,
            whole=packed.whole,
            beyond=packed.beyond,
            sitewide=_shared(packed.sitewide),
            shelf=self,
            number=number,
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
        if special == _NOTHING:
            return None
        number = self._storage.put(_PACKER.encode(special))
        self._keep_near(number, special)
        return number

    def special(self, number: int | None) -> Special:
        """Return what `put_special` put aside."""
        if number is None:
            return _NOTHING
        value = self._near.get(number)
        if not isinstance(value, Special):
            value = _SPECIAL.decode(self._storage.get(number))
        self._keep_near(number, value)
        return value

    def _keep_near(self, number: int, value: Reading | Special) -> None:
        self._near[number] = value
        self._near.move_to_end(number)
        if len(self._near) > _NEAR:
            self._near.popitem(last=False)


def _shared(sitewide: Sitewide) -> Sitewide:
    """The same value for all pages that tell nothing of their site: there are very many."""
    return next((each for each in (NOTHING_SITEWIDE, _CHECKED) if sitewide == each), sitewide)
