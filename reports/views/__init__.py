"""Views: what each page of a report shows, as plain values made from the result alone. Pure; no HTML here."""

from reports.views.finding import FindingPage, finding_page
from reports.views.ledger import Ledger
from reports.views.lists import FindingsList, findings_lists
from reports.views.overview import HeatPage, Overview, heat_pages, overview
from reports.views.requirement import RequirementPage, requirement_page
from reports.views.sites import SiteView, sites
from reports.views.unit import UnitPage, unit_page

__all__ = [
    "FindingPage",
    "FindingsList",
    "HeatPage",
    "Ledger",
    "Overview",
    "RequirementPage",
    "SiteView",
    "UnitPage",
    "finding_page",
    "findings_lists",
    "heat_pages",
    "overview",
    "requirement_page",
    "sites",
    "unit_page",
]
