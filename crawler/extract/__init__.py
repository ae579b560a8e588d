"""Bytes to facts, purely; no I/O, no clock (DESIGN 2.2). `read_page` is the whole of it for one page."""

from crawler.extract.reading import EXTRACTOR, read_page

__all__ = ["EXTRACTOR", "read_page"]
