"""Bytes to markup: decoding and one parse, shared by everything that reads a page."""

from crawler.markup.source import Source, open_source

__all__ = ["Source", "open_source"]
