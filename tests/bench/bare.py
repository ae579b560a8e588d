"""The yardstick: a bare Scrapy spider that follows links with LinkExtractor and stores nothing."""

import sys
from collections.abc import Iterator
from typing import Any

from scrapy import Request, Spider
from scrapy.crawler import AsyncCrawlerProcess
from scrapy.http import HtmlResponse, Response
from scrapy.linkextractors import LinkExtractor


class BareSpider(Spider):
    """Follows every link of every page; Scrapy's duplicate filter drops what was asked before."""

    name = "bare"
    extractor = LinkExtractor()

    def parse(self, response: Response, **_: Any) -> Iterator[Request]:
        """Yield a request for each link."""
        if isinstance(response, HtmlResponse):
            for link in self.extractor.extract_links(response):
                yield Request(link.url)


def main(url: str) -> None:
    """Crawl from `url` with Scrapy's own settings, without a delay."""
    settings = {"LOG_LEVEL": "WARNING", "ROBOTSTXT_OBEY": False, "DOWNLOAD_DELAY": 0, "TELNETCONSOLE_ENABLED": False}
    process = AsyncCrawlerProcess(settings)
    process.crawl(BareSpider, start_urls=[url])
    process.start()


if __name__ == "__main__":
    main(sys.argv[1])
