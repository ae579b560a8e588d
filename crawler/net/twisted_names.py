"""Twisted's view of `Names`: connections are made only to the addresses that the guard has let pass."""

import asyncio
from collections.abc import Sequence
from typing import Any, Protocol

from twisted.internet.address import IPv4Address, IPv6Address
from twisted.internet.interfaces import IAddress, IHostnameResolver, IHostResolution
from zope.interface import implementer  # type: ignore[import-untyped]  # zope ships no type information

from crawler.net.resolver import AddressForbiddenError, AddressNotFoundError, Names


class _Receiver(Protocol):
    """Twisted's IResolutionReceiver as mypy understands it."""

    def resolutionBegan(self, resolution: object) -> None: ...  # noqa: N802 - Twisted's name
    def addressResolved(self, address: object) -> None: ...  # noqa: N802 - Twisted's name
    def resolutionComplete(self) -> None: ...  # noqa: N802 - Twisted's name


@implementer(IHostResolution)
class _Resolution:
    """A name being resolved."""

    def __init__(self, name: str) -> None:
        self.name = name

    def cancel(self) -> None:
        """Do nothing: the answer is shared with others who wait for it."""


@implementer(IHostnameResolver)
class GuardedResolver:
    """Answers Twisted from `Names`; a name without an allowed address gets none."""

    def __init__(self, names: Names) -> None:
        self._names = names
        self._tasks: set[asyncio.Future[None]] = set()

    def resolveHostName(  # noqa: N802 - Twisted's name
        self,
        resolutionReceiver: _Receiver,  # noqa: N803 - Twisted's name
        hostName: str,  # noqa: N803 - Twisted's name
        portNumber: int = 0,  # noqa: N803 - Twisted's name
        addressTypes: Sequence[type[IAddress]] | None = None,  # noqa: ARG002, N803 - Twisted's name
        transportSemantics: str = "TCP",  # noqa: ARG002, N803 - Twisted's name
    ) -> IHostResolution:
        """Tell `resolutionReceiver` the addresses of `hostName`."""
        resolution: Any = _Resolution(hostName)
        resolutionReceiver.resolutionBegan(resolution)
        task = asyncio.ensure_future(self._deliver(resolutionReceiver, hostName, portNumber))
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)
        return resolution  # type: ignore[no-any-return]  # zope's implementer is invisible to mypy

    async def _deliver(self, receiver: _Receiver, name: str, port: int) -> None:
        try:
            for address in await self._names.addresses(name):
                made = IPv6Address("TCP", address, port) if ":" in address else IPv4Address("TCP", address, port)
                receiver.addressResolved(made)
        except (AddressNotFoundError, AddressForbiddenError):
            pass
        finally:
            receiver.resolutionComplete()
