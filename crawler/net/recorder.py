"""The middleware nearest the downloader: it sees each answer as sent, before decoding and redirects, and keeps it."""

from scrapy import Request
from scrapy.crawler import Crawler
from scrapy.downloadermiddlewares.httpcompression import HttpCompressionMiddleware
from scrapy.exceptions import IgnoreRequest
from scrapy.http import Headers, Response

from crawler.clock import now
from crawler.model import Outcome
from crawler.net.look import LookEndedError
from crawler.net.session import session_of
from crawler.warc import Exchange


class Recorder:
    """Writes every answer to WARC and notes the record's place in `request.meta`."""

    def __init__(self, crawler: Crawler) -> None:
        self._crawler = crawler

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> "Recorder":
        """Return the middleware, as Scrapy makes them."""
        return cls(crawler)

    def process_response(self, request: Request, response: Response) -> Response:
        """Keep the exchange and return the response unchanged."""
        moment = now()
        request.meta["seen_at"] = moment
        request.meta["place"] = session_of(self._crawler).warc.exchange(
            Exchange(
                url=request.url,
                seen_at=moment,
                status=response.status,
                headers=header_pairs(response.headers),
                body=response.body,
                method=request.method,
                request_headers=header_pairs(request.headers),
                request_body=request.body,
                protocol=response.protocol or "HTTP/1.1",
                address=None if response.ip_address is None else str(response.ip_address),
                truncated="disconnect" if "dataloss" in response.flags else None,
                original=request.meta.get("original"),
            )
        )
        return response


class Decoding(HttpCompressionMiddleware):
    """Undoes the content encoding; a bomb or a broken stream is an outcome of its own."""

    def process_response(  # type: ignore[override]  # `spider` is deprecated and not passed any more
        self, request: Request, response: Response
    ) -> Request | Response:
        """Return the response with its body decoded."""
        if "Content-Encoding" not in response.headers:
            return response
        # As text, Scrapy would guess the encoding of every body that it unpacks; reading that is not its part here.
        plain = Response(
            response.url,
            status=response.status,
            headers=response.headers,
            body=response.body,
            flags=response.flags,
            request=response.request,
            ip_address=response.ip_address,
            protocol=response.protocol,
        )
        try:
            decoded: Request | Response = super().process_response(request, plain)
        except IgnoreRequest as error:
            raise LookEndedError(Outcome.TOO_LARGE, "the body grows beyond our limit when it is unpacked") from error
        except Exception as error:
            raise LookEndedError(Outcome.UNREADABLE, f"its content encoding cannot be undone: {error}") from error
        return decoded


def header_pairs(headers: Headers) -> tuple[tuple[str, str], ...]:
    """Return headers as text pairs, one per value, in the client's order."""
    # As `Headers` holds them: its own `items` looks each name up again.
    return tuple(
        (name.decode("latin-1"), value.decode("latin-1")) for name, values in dict.items(headers) for value in values
    )
