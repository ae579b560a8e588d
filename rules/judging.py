"""One use of a check on one unit's place: the evidence it may see, and what stands in the way of judging (DESIGN 4)."""

import hashlib
import json
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from checks import Calendar, Check, Finding, Given, OfficialText, Part, Reason, Verdict, find_check
from checks.model import Params
from checks.wording import OUTCOMES
from crawler.model import Evidence, Fault, Outcome, Site, Unit
from rules.columns import all_columns
from rules.evidence_index import EvidenceIndex
from rules.explanation import judged_how
from rules.model import On, Requirement, Use
from rules.result import FindingResult

_BLOCKED = frozenset({Outcome.BLOCKED, Outcome.ROBOTS_FORBIDDEN})


@dataclass(frozen=True, slots=True)
class Bound:
    """A use with its check and parameters looked up once; `shown` are the parameters as plain JSON values."""

    use: Use
    check: Check
    params: Params
    shown: dict[str, Any]

    @property
    def key(self) -> str:
        """The same text for the same check, parameters and place."""
        return f"{self.check.id}|{json.dumps(self.shown, sort_keys=True, ensure_ascii=False)}|{self.use.on}"


def bound(use: Use) -> Bound:
    """Return `use` with its check. Raises UnknownCheckError, or pydantic's ValidationError for wrong parameters."""
    check = find_check(use.check)
    params = check.params.model_validate(use.params)
    return Bound(use, check, params, params.model_dump(mode="json"))


class Bench:
    """Judges uses from indexed evidence as of one day; the same site, check and parameters are judged once a unit."""

    def __init__(
        self, plan: str, index: EvidenceIndex, as_of: date, calendar: Calendar, references: Sequence[OfficialText]
    ) -> None:
        self._plan = plan
        self._index = index
        self._as_of = as_of
        self._calendar = calendar
        self._references: dict[str, list[OfficialText]] = {}
        for each in references:
            for site in each.sites:
                self._references.setdefault(site, []).append(each)
        self._titles = {column.id: column.title for column in all_columns().values()}

    def judge(self, requirement: Requirement, use: Bound, unit: Unit, site: Site | None) -> FindingResult:
        """Return the finding of `use` for `unit` at `site`; None as a site is a place that the roster does not know."""
        finding = self._obstacle(use, site)
        if finding is None and site is not None:
            finding = self._call(use, unit, site)
        if finding is None:
            raise AssertionError("without a site there is an obstacle")
        if requirement.due is not None and self._as_of <= requirement.due and finding.verdict is Verdict.FAIL:
            finding = _pending(finding, requirement.due)
        return self._result(requirement, use, unit, site, finding)

    def _obstacle(self, use: Bound, site: Site | None) -> Finding | None:
        """Return the inconclusive finding when nothing can be judged, so that no check has to ask for it."""
        if site is None:
            if use.use.on is On.PORTAL:
                observed, remedy = "名册中没有门户网站的网址。", "在名册中为门户网站填写网址并注明 portal: true。"
            else:
                observed, remedy = "名册中没有该单位的网址。", "在名册中补充该单位的网站，或它在门户网站上的栏目地址。"
            return _undecided(use.check, observed, remedy, Reason.NO_PLACE)
        home = self._index.home(site.id)
        if home is not None and home.outcome is not Outcome.OK:
            return _not_reached(use.check, site, home)
        given = self._index.of(site.id, use.check.needs)
        if not given:
            observed = f"没有采集到{site.name}（{site.url}）的相关内容。"
            return _undecided(use.check, observed, "重新采集后再判断。", Reason.NOT_GATHERED)
        looks = [each for found in given.values() for each in found]
        if all(each.outcome is not Outcome.OK for each in looks):
            return _not_reached(use.check, site, looks[0])
        return None

    def _call(self, use: Bound, unit: Unit, site: Site) -> Finding:
        given: Given[Any] = Given(
            params=use.params,
            as_of=self._as_of,
            unit=unit,
            site=site,
            calendar=self._calendar,
            declared=use.check.needs,
            evidence=self._index.of(site.id, use.check.needs),
            references=tuple(self._references.get(site.id, ())),
            column_titles=self._titles,
        )
        try:
            finding = use.check.judge(given)
        except Exception as cause:  # noqa: BLE001 - a broken check must not end the audit of all others
            return _broken(use.check, type(cause).__name__)
        known = {each.id for found in given.evidence.values() for each in found}
        return finding if _cited(finding) <= known else _broken(use.check, "UnknownEvidence")

    def _result(
        self, requirement: Requirement, use: Bound, unit: Unit, site: Site | None, finding: Finding
    ) -> FindingResult:
        words = "|".join((self._plan, requirement.id, unit.id, site.id if site else "", use.key))
        return FindingResult(
            id=hashlib.sha256(words.encode()).hexdigest()[:12],
            requirement=requirement.id,
            unit=unit.id,
            site=site.id if site else None,
            check=use.check.id,
            check_title=use.check.fail_title if finding.verdict is Verdict.FAIL else use.check.title,
            norm_title=use.check.norm.title,
            norm_clause=use.check.norm.clause,
            params=use.shown,
            verdict=finding.verdict,
            observed=finding.observed,
            expected=finding.expected or f"{use.check.title}。",
            remedy=finding.remedy,
            judged_how=judged_how(use.check, use.shown, site, finding, index=self._index, as_of=self._as_of),
            reason=finding.reason,
            evidence=tuple(dict.fromkeys(finding.evidence)),
            parts=finding.parts,
        )


def _cited(finding: Finding) -> set[str]:
    return {*finding.evidence, *(each for part in finding.parts for each in part.evidence)}


def _undecided(check: Check, observed: str, remedy: str, reason: Reason, evidence: tuple[str, ...] = ()) -> Finding:
    return Finding(Verdict.INCONCLUSIVE, observed, f"{check.title}。", remedy, reason, evidence)


def _not_reached(check: Check, site: Site, look: Evidence) -> Finding:
    url = look.provenance[-1].url if look.provenance else site.url
    ours = look.outcome.fault is Fault.OURS
    observed = f"采集{site.name}时没有看到可供判断的内容：{OUTCOMES[look.outcome]}（{url}）。"
    remedy = "这是本工具一侧的原因，重新采集后再判断。" if ours else "请确认网站可以正常访问，重新采集后再判断。"
    reason = Reason.BLOCKED if look.outcome in _BLOCKED else Reason.NOT_REACHED
    return _undecided(check, observed, remedy, reason, (look.id,))


def _broken(check: Check, name: str) -> Finding:
    observed = f"检查项 {check.id} 运行出错（{name}），没有得出结论。"
    return Finding(Verdict.ERROR, observed, f"{check.title}。", "这是本工具的缺陷，请向维护者报告。")


def _pending(finding: Finding, due: date) -> Finding:
    """Return a failing finding as what it is before the deadline: nothing is owed yet, and nobody is accused."""
    parts: tuple[Part, ...] = tuple(
        replace(part, verdict=Verdict.PENDING) if part.verdict is Verdict.FAIL else part for part in finding.parts
    )
    return replace(
        finding, verdict=Verdict.PENDING, observed=f"期限 {due} 尚未届满，目前的情况：{finding.observed}", parts=parts
    )
