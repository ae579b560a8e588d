"""Where a survey puts what it has read until evidence is made of it: packed, so that pages do not pile up in memory.

A shelf keeps its packets in memory, or where its storage does: a gathering gives it an unnamed file. Which it is
changes nothing that a survey asks or finds. What was seen of a finished document is put aside, too: of ten thousands
of them only numbers stay in memory.
"""

from collections import OrderedDict
from dataclasses import dataclass, replace
from typing import Protocol

import msgspec

from crawler.model import Outcome, Visit
from crawler.platforms import Fetch
from crawler.survey.seen import Gist, Held, Reading, Seen, Special
from crawler.survey.sitewide import NOTHING_SITEWIDE, Sitewide

_NEAR = 48
"""Values that stay unpacked: what the step at hand looks at more than once."""
_PACKER = msgspec.msgpack.Encoder()
_READING = msgspec.msgpack.Decoder(Reading)
_SPECIAL = msgspec.msgpack.Decoder(Special)
_SEEN = msgspec.msgpack.Decoder(tuple[Fetch, Outcome, Visit | None, tuple[Gist, int] | None])
_NOTHING = Special()
_CHECKED = Sitewide(checked=True)


@dataclass(frozen=True, slots=True)
class Packed:
    """A reading ready to be put aside: its packet, and its gist."""

    packet: bytes
    gist: Gist


def pack(reading: Reading) -> Packed:
    """Return a reading packed: what another process or another night made is put aside without being unpacked."""
    gist = Gist(
        kind=reading.page.kind,
        family=reading.family,
        signature=reading.signature,
        moves_to=reading.moves_to,
        whole=reading.whole,
        beyond=reading.beyond,
        sitewide=reading.sitewide,
        special=reading.special != _NOTHING,
        blank=reading.file is not None and not reading.page.document.text,
    )
    return Packed(_PACKER.encode(reading), gist)


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
        self._near: OrderedDict[int, Reading | Special | Seen] = OrderedDict()

    def hold(self, reading: Reading | Packed) -> Held:
        """Put a reading aside; return it as a `Seen` holds it."""
        packed = pack(reading) if isinstance(reading, Reading) else reading
        number = self._storage.put(packed.packet)
        if isinstance(reading, Reading):
            self._keep_near(number, reading)
        return Held(_shared(packed.gist), self, number)

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

    def put_seen(self, seen: Seen) -> int:
        """Put aside what was seen of an address, but for its reading, which is put aside already; return its number."""
        holding = None if seen.held is None else (seen.held.gist, seen.held.number)
        number = self._storage.put(_PACKER.encode((seen.fetch, seen.outcome, seen.visit, holding)))
        self._keep_near(number, seen)
        return number

    def seen(self, number: int) -> Seen:
        """Return what `put_seen` put aside."""
        value = self._near.get(number)
        if not isinstance(value, Seen):
            fetch, outcome, visit, holding = _SEEN.decode(self._storage.get(number))
            held = None if holding is None else Held(_shared(holding[0]), self, holding[1])
            value = Seen(fetch, outcome, visit, held)
        self._keep_near(number, value)
        return value

    def _keep_near(self, number: int, value: Reading | Special | Seen) -> None:
        self._near[number] = value
        self._near.move_to_end(number)
        if len(self._near) > _NEAR:
            self._near.popitem(last=False)


def _shared(gist: Gist) -> Gist:
    """The same with one value for all pages that tell nothing of their site: there are very many."""
    told = next((each for each in (NOTHING_SITEWIDE, _CHECKED) if gist.sitewide == each), None)
    return gist if told is None else replace(gist, sitewide=told)
