"""Command-line options turned into the crawler's settings."""

from crawler.browser import find_browser
from crawler.gather import GatherSettings
from mingjian.errors import UsageError

_MEGABYTE = 1_000_000
_PORTS = range(1, 65_536)


def gather_settings(
    *,
    resolver: str | None,
    allow_private: bool,
    delay: float,
    page_budget: int,
    browser: bool,
    readers: int | None = None,
    megabytes: int = 2000,
    control: str | None = None,
) -> GatherSettings:
    """Return the settings of a crawl. Raises UsageError for a resolver not HOST:PORT or a control no address."""
    if resolver is not None:
        host, _, port = resolver.rpartition(":")
        if not host or not port.isdecimal() or int(port) not in _PORTS:
            raise UsageError(
                f"--resolver {resolver}: not a name server; write it as HOST:PORT, for example 127.0.0.1:5300"
            )
    if control is not None and not control.startswith(("http://", "https://")):
        raise UsageError(f"--control {control}: not an address; write it with http:// or https://")
    return GatherSettings(
        byte_budget=megabytes * _MEGABYTE,
        control=control or "",
        allow_private=allow_private,
        resolver=resolver,
        delay=delay,
        page_budget=page_budget,
        browser=find_browser() if browser else None,
        readers=readers,
    )
