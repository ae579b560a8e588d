"""TELL: turns an audit result into HTML and other forms; knows nothing but the result (docs/architecture.md)."""

from reports.html import Bodies, write_report

__all__ = ["Bodies", "write_report"]
