"""Annual reports on open-government work (信息公开年报) from HTML, DOCX and PDF (NORMS 4)."""

from crawler.extract.annual.report import read_annual_report, read_annual_report_file

__all__ = ["read_annual_report", "read_annual_report_file"]
