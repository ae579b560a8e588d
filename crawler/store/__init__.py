"""The evidence store: `evidence.db` and the WARC files beside it (DESIGN 7)."""

from crawler.store.store import Run, SiteTally, Store, StoreError

__all__ = ["Run", "SiteTally", "Store", "StoreError"]
