"""Bytes to markup: decoding, one parse and one walk, shared by everything that reads a page."""

from crawler.markup.areas import Area
from crawler.markup.flow import EDGE, Anchor, Block, Flow, Run, begins
from crawler.markup.source import Source, open_source

__all__ = ["EDGE", "Anchor", "Area", "Block", "Flow", "Run", "Source", "begins", "open_source"]
