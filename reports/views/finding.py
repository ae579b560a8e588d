"""What a finding's page shows: the clause, what was seen, the evidence down to its bytes, and how it was judged."""

from dataclasses import dataclass

from checks import Part, Verdict
from checks.wording import OUTCOMES
from crawler.model import Kind
from reports import names
from reports.hostile import line, passage
from reports.views.ledger import Ledger
from reports.views.pieces import Address, address, beijing, day, finding_title, param_rows
from reports.views.review import ReviewView, review_view
from reports.wording import KINDS, REASONS, ROLES, column_word
from rules.result import EvidenceCited, FindingResult, SourceCited

MOST_PARTS = 400
MOST_SOURCES = 100
MOST_EVIDENCE = 100
_SETTLED = frozenset({Verdict.PASS, Verdict.NOT_APPLICABLE})


@dataclass(frozen=True, slots=True)
class SourceView:
    """One stored look: where, when, how it ended, and the way to its bytes. `copy` is the path of an archived copy."""

    address: Address | None
    seen: str | None
    outcome: str
    status: int | None
    warc: str | None
    offset: int | None
    digest: str | None
    copy: str | None


@dataclass(frozen=True, slots=True)
class EvidenceView:
    """One piece of evidence, numbered from 1 as the page refers to it."""

    number: int
    id: str
    kind: str
    subject: str
    outcome: str
    seen: str | None
    sources: tuple[SourceView, ...]
    omitted: int


@dataclass(frozen=True, slots=True)
class PartView:
    """One thing among several that the finding looked at; `evidence` are numbers of this page."""

    verdict: Verdict
    subject: str
    observed: str
    address: Address | None
    evidence: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class FindingPage:
    """All of one finding's page. `review` is what a person decided in place of the check."""

    id: str
    verdict: Verdict
    reason: str | None
    title: str
    check: str
    requirement_number: str
    requirement_href: str | None
    task: str
    text: str
    reading: str | None
    due: str | None
    unit: str
    unit_href: str | None
    role: str | None
    site: str | None
    site_address: Address | None
    norm_title: str
    norm_clause: str
    params: tuple[tuple[str, str], ...]
    observed: str
    expected: str
    remedy: str
    judged_how: str
    parts: tuple[PartView, ...]
    parts_omitted: int
    evidence: tuple[EvidenceView, ...]
    evidence_omitted: int
    review: ReviewView | None = None


def finding_page(ledger: Ledger, finding: FindingResult, role: str | None = None) -> FindingPage:
    """Return what the page of `finding` shows; `role` is the unit's role in the requirement (lead or support)."""
    requirement = ledger.requirements.get(finding.requirement)
    unit = ledger.units.get(finding.unit)
    site = ledger.sites.get(finding.site) if finding.site else None
    cited = [ledger.evidence[each] for each in _ids(finding) if each in ledger.evidence]
    numbers = {each.id: number for number, each in enumerate(cited[:MOST_EVIDENCE], 1)}
    return FindingPage(
        id=line(finding.id),
        verdict=finding.verdict,
        reason=REASONS[finding.reason] if finding.reason else None,
        title=finding_title(finding),
        check=line(finding.check, 80),
        requirement_number=line(finding.requirement, 64),
        requirement_href=names.requirement_page(finding.requirement) if requirement else None,
        task=line(requirement.task) if requirement else "",
        text=passage(requirement.text) if requirement else "",
        reading=passage(requirement.reading) if requirement and requirement.reading else None,
        due=day(requirement.due) if requirement else None,
        unit=line(unit.name if unit else finding.unit),
        unit_href=f"{names.unit_page(unit.id)}#{names.row_anchor(finding.requirement)}" if unit else None,
        role=ROLES.get(role, line(role)) if role else None,
        site=line(site.name) if site else None,
        site_address=address(site.url) if site else None,
        norm_title=line(finding.norm_title, 300),
        norm_clause=line(finding.norm_clause, 300),
        params=param_rows(finding.params),
        observed=passage(finding.observed),
        expected=passage(finding.expected),
        # what the check would have had mended is no advice once a person has found nothing to mend
        remedy="" if finding.review and finding.verdict in _SETTLED else passage(finding.remedy),
        judged_how=passage(finding.judged_how),
        parts=tuple(_part(each, numbers) for each in finding.parts[:MOST_PARTS]),
        parts_omitted=max(0, len(finding.parts) - MOST_PARTS),
        evidence=tuple(_evidence(ledger, numbers[each.id], each) for each in cited[:MOST_EVIDENCE]),
        evidence_omitted=max(0, len(cited) - MOST_EVIDENCE),
        review=review_view(finding.review),
    )


def _ids(finding: FindingResult) -> list[str]:
    ids = [*finding.evidence, *(each for part in finding.parts for each in part.evidence)]
    return list(dict.fromkeys(ids))


def _part(part: Part, numbers: dict[str, int]) -> PartView:
    return PartView(
        verdict=part.verdict,
        subject=line(part.subject, 300),
        observed=passage(part.observed, 600),
        address=address(part.url),
        evidence=tuple(numbers[each] for each in part.evidence if each in numbers),
    )


def _evidence(ledger: Ledger, number: int, cited: EvidenceCited) -> EvidenceView:
    return EvidenceView(
        number=number,
        id=line(cited.id, 80),
        kind=KINDS[cited.kind],
        subject=line(column_word(cited.subject) if cited.kind is Kind.COLUMN else cited.subject, 300),
        outcome=OUTCOMES[cited.outcome],
        seen=beijing(cited.seen_at),
        sources=tuple(_source(ledger, each) for each in cited.sources[:MOST_SOURCES]),
        omitted=max(0, len(cited.sources) - MOST_SOURCES),
    )


def _source(ledger: Ledger, source: SourceCited) -> SourceView:
    return SourceView(
        address=address(source.url),
        seen=beijing(source.seen_at),
        outcome=OUTCOMES[source.outcome],
        status=source.status,
        warc=line(source.warc, 200) if source.warc else None,
        offset=source.offset,
        digest=line(source.digest, 160) if source.digest else None,
        copy=ledger.copies.get(source.digest) if source.digest else None,
    )
