"""The evidence store: `evidence.db` and the WARC files beside it (DESIGN 7)."""

from crawler.store.store import Earlier, Run, SiteTally, Store, StoreError

__all__ = ["Earlier", "Run", "SiteTally", "Store", "StoreError"]
