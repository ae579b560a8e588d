"""Annual reports on open-government work (信息公开年报) from HTML, DOCX and PDF (NORMS 4)."""

from crawler.extract.annual.report import read_annual_report, read_annual_report_file
from crawler.extract.annual.succession import repeated_text, succession

__all__ = ["read_annual_report", "read_annual_report_file", "repeated_text", "succession"]
