"""What goes between a gathering and its readers: packets behind their length."""

import socket
from collections.abc import Iterator
from dataclasses import dataclass

import msgspec

from crawler.survey.reader import Assignment
from crawler.survey.shelf import Packed

_LENGTH = 4


@dataclass(frozen=True, slots=True)
class Job:
    """One body to read, and as what."""

    assignment: Assignment
    body: bytes


@dataclass(frozen=True, slots=True)
class Answer:
    """What became of a job: the reading, or in a few words why there is none."""

    packed: Packed | None
    failure: str = ""


_PACKER = msgspec.msgpack.Encoder()
_JOB = msgspec.msgpack.Decoder(Job)
_ANSWER = msgspec.msgpack.Decoder(Answer | None)


def framed(value: Job | Answer | None) -> bytes:
    """Return a value as it goes over the wire; None says that a reader is ready."""
    packet = _PACKER.encode(value)
    return len(packet).to_bytes(_LENGTH, "big") + packet


def job(packet: bytes) -> Job:
    """Return the job that a packet spells."""
    return _JOB.decode(packet)


def answer(packet: bytes) -> Answer | None:
    """Return the answer that a packet spells, None for a reader's word that it is ready."""
    given: Answer | None = _ANSWER.decode(packet)
    return given


def receive(line: socket.socket) -> bytes | None:
    """Return the next packet, waiting for it; None when the other end is closed."""
    head = _exactly(line, _LENGTH)
    return None if head is None else _exactly(line, int.from_bytes(head, "big"))


def _exactly(line: socket.socket, size: int) -> bytes | None:
    data = bytearray(size)
    view, filled = memoryview(data), 0
    while filled < size:
        count = line.recv_into(view[filled:])
        if count == 0:
            return None
        filled += count
    return bytes(data)


class Incoming:
    """Puts packets together from the pieces that arrive."""

    def __init__(self) -> None:
        self._pieces = bytearray()

    def feed(self, piece: bytes) -> Iterator[bytes]:
        """Yield the packets that are complete with this piece."""
        self._pieces += piece
        begin = 0
        while len(self._pieces) - begin >= _LENGTH:
            end = begin + _LENGTH + int.from_bytes(self._pieces[begin : begin + _LENGTH], "big")
            if len(self._pieces) < end:
                break
            yield bytes(self._pieces[begin + _LENGTH : end])
            begin = end
        del self._pieces[:begin]
