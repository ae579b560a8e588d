"""All that a plan wants judged, taken up site by site, so that no more than one site's evidence is held in memory."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import groupby

from checks import Calendar, OfficialText
from crawler.model import Evidence, Site, Unit, facts_digest
from rules.assignment import Assignment, places
from rules.evidence_index import EvidenceIndex
from rules.judging import Bench, Bound, bound
from rules.model import Plan, Requirement
from rules.result import EvidenceCited, FindingResult, SiteResult, SourceCited
from rules.roster import Roster
from rules.visited import site_result


@dataclass(frozen=True, slots=True)
class _Case:
    """One use of a check for one unit; `number` is its place among the findings of its requirement."""

    requirement: Requirement
    number: int
    use: Bound
    unit: Unit
    site: Site | None


class Docket:
    """The cases of a plan by the site they are judged on, and what came of them.

    `sites` and `cited` are complete once `judge` has returned: the sites judged in roster order, and the evidence that
    findings cite, ordered by site, kind, subject and id. `extractors` are those named by any evidence.
    """

    def __init__(self, plan: Plan, roster: Roster, assigned: Mapping[str, Assignment]) -> None:
        self.sites: tuple[SiteResult, ...] = ()
        self.cited: tuple[EvidenceCited, ...] = ()
        self.extractors: set[str] = set()
        self._plan = plan.id
        self._roster = roster
        self._found: dict[tuple[str, int], FindingResult] = {}
        self._size: dict[str, int] = {}
        self._cases: dict[str | None, list[_Case]] = {}
        for requirement in plan.requirements:
            number = 0
            for use in map(bound, requirement.uses):
                for unit, site in places(use.use, assigned[requirement.id], roster):
                    if not excused(requirement, unit):
                        case = _Case(requirement, number, use, unit, site)
                        self._cases.setdefault(None if site is None else site.id, []).append(case)
                        number += 1
            self._size[requirement.id] = number

    def judge(
        self,
        evidence: Iterable[Evidence],
        *,
        as_of: date,
        calendar: Calendar,
        references: Sequence[OfficialText],
        by_site: bool,
    ) -> None:
        """Judge every case, once. Raises ValueError when `by_site` was promised and a site comes up twice."""
        sites: dict[str, SiteResult] = {}
        cited: list[EvidenceCited] = []
        for name, pieces in self._taken_up(evidence, by_site=by_site):
            index = EvidenceIndex(pieces)
            bench = Bench(self._plan, index, as_of, calendar, references)
            self.extractors |= {look.extractor for each in index.every() for look in each.provenance if look.extractor}
            found = []
            for case in self._cases.get(name, ()):
                finding = bench.judge(case.requirement, case.use, case.unit, case.site)
                self._found[case.requirement.id, case.number] = finding
                found.append(finding)
            site = None if name is None else self._roster.site(name)
            if site is not None and name in self._cases:
                sites[site.id] = site_result(site, index)
            cited += _cited(found, index)
        self.sites = tuple(sites[site.id] for site in self._roster.sites if site.id in sites)
        self.cited = tuple(sorted(cited, key=lambda each: (each.site, each.kind, each.subject, each.id)))

    def findings(self, requirement: Requirement) -> list[FindingResult]:
        """Return the findings of a requirement: use by use, and within each in the order of the places judged."""
        return [self._found[requirement.id, number] for number in range(self._size[requirement.id])]

    def _taken_up(
        self, evidence: Iterable[Evidence], *, by_site: bool
    ) -> Iterator[tuple[str | None, Iterable[Evidence]]]:
        """Yield each site with its evidence, then what is judged without any."""
        over: set[str | None] = set()
        for name, pieces in _grouped(evidence, by_site=by_site):
            if name in over:
                raise ValueError(f"the evidence of the site {name} does not stand together")
            over.add(name)
            yield name, pieces
        yield from ((name, ()) for name in self._cases if name not in over)


def excused(requirement: Requirement, unit: Unit) -> bool:
    """Say whether the requirement is of the service block and the unit, on its operator's word, has no such duty."""
    return requirement.service and not unit.service_duty


def _grouped(evidence: Iterable[Evidence], *, by_site: bool) -> Iterator[tuple[str, Iterable[Evidence]]]:
    if by_site:
        yield from groupby(evidence, key=lambda each: each.site)
        return
    sites: dict[str, list[Evidence]] = {}
    for each in evidence:
        sites.setdefault(each.site, []).append(each)
    yield from sites.items()


def _cited(findings: Iterable[FindingResult], index: EvidenceIndex) -> Iterator[EvidenceCited]:
    """Yield the evidence that findings or their parts cite."""
    ids = {each for found in findings for each in found.evidence}
    ids.update(each for found in findings for part in found.parts for each in part.evidence)
    for each in filter(None, map(index.get, ids)):
        sources = tuple(
            SourceCited(look.url, look.seen_at, look.outcome, look.status, look.warc, look.offset, look.digest)
            for look in each.provenance
        )
        yield EvidenceCited(
            id=each.id,
            site=each.site,
            kind=each.kind,
            subject=each.subject,
            outcome=each.outcome,
            seen_at=each.seen_at,
            sources=sources,
            facts=facts_digest(each),
        )
