"""One request at a time to a host, whatever the clock does."""

from collections.abc import Coroutine
from typing import Any

from scrapy import Request
from scrapy.core.downloader import Downloader, Slot
from scrapy.http import Response
from twisted.internet.defer import Deferred


class OneAtATime(Downloader):
    """Scrapy's downloader, which counts a request of a host from the moment that it is taken out of the queue.

    Scrapy 2.19 counts it when its task first runs. Whatever is taken out until then goes out beside it: all that wait,
    without a delay, and with one the next request too, if the process is kept from running for as long as the delay.
    """

    def _wait_for_download(
        self, slot: Slot, request: Request, queue_dfd: "Deferred[Response]"
    ) -> Coroutine[Any, Any, None]:
        slot.transferring.add(request)
        return super()._wait_for_download(slot, request, queue_dfd)
