"""Measurements other than pages: DNS, IPv6, TLS."""

from crawler.probes.all import probe_site

__all__ = ["probe_site"]
