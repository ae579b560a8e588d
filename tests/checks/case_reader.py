"""Reads a case of a check: compact YAML becomes the very values that the check would be given in an audit."""

from dataclasses import dataclass, field, replace
from datetime import UTC, date, datetime, time
from pathlib import Path
from typing import Any

import msgspec
import yaml

from checks import Given, OfficialText, Reason, Verdict, find_check
from crawler.model import (
    FACTS_OF,
    Article,
    Evidence,
    Kind,
    Outcome,
    Provenance,
    Site,
    Unit,
    evidence,
)
from rules.calendar import StatutoryCalendar
from rules.columns import all_columns
from tests.checks import history_spelling, site_spelling

CASES = Path(__file__).parent.parent / "cases"
HOME = "http://czj.zean.test/"


@dataclass(frozen=True)
class Case:
    """One case: the check, what it is given, and what must come out; the verdict stands in the file's name."""

    path: Path
    check: str
    given: Given[Any]
    verdict: Verdict
    reason: Reason | None
    says: tuple[str, ...]
    parts: tuple[Verdict, ...] | None
    cites: tuple[str, ...] = field(default=())

    @property
    def name(self) -> str:
        return f"{self.check}/{self.path.stem}"


def case_files() -> list[Path]:
    """Return every case file, ordered by check and story."""
    return sorted(CASES.glob("*/*.yaml"))


def read_case(path: Path) -> Case:
    """Return the case that a file holds. Raises ValueError or msgspec.ValidationError when it is not a case."""
    told = yaml.safe_load(path.read_text(encoding="utf-8"))
    unknown = set(told) - {"story", "params", "as_of", "unit", "site", "evidence", "references", "expect"}
    if unknown or not told.get("story"):
        raise ValueError(f"{path}: a case has a story and no keys like {sorted(unknown)}")
    check = find_check(path.parent.name)
    site = msgspec.convert({"id": "czj", "name": "市财政局网站", "url": HOME} | told.get("site", {}), Site)
    as_of = told.get("as_of", date(2022, 2, 15))
    held = [read_evidence(each, site=site.id, as_of=as_of) for each in told.get("evidence", [])]
    unit = {"id": "czj", "name": "市财政局", "body": "department", "site": site.id} | told.get("unit", {})
    expect = told.get("expect", {})
    return Case(
        path=path,
        check=check.id,
        given=Given(
            params=check.params.model_validate(told["params"]),
            as_of=as_of,
            unit=msgspec.convert(unit, Unit),
            site=site,
            calendar=StatutoryCalendar(),
            declared=check.needs,
            evidence=grouped(held, check.needs),
            references=tuple(_official(each) for each in told.get("references", [])),
            column_titles={column.id: column.title for column in all_columns().values()},
        ),
        verdict=Verdict(path.stem.rpartition(".")[2]),
        reason=Reason(expect["reason"]) if "reason" in expect else None,
        says=tuple(expect.get("says", ())),
        parts=tuple(Verdict(each) for each in expect["parts"]) if "parts" in expect else None,
    )


def grouped(held: list[Evidence], needs: frozenset[Kind]) -> dict[Kind, tuple[Evidence, ...]]:
    """Return evidence by kind, as an audit hands it over: only declared kinds, only those that have any."""
    return {kind: found for kind in needs if (found := tuple(each for each in held if each.kind is kind))}


def failed(look: Evidence, outcome: Outcome) -> Evidence:
    """Return `look` as it would be had the address not been read."""
    return evidence(
        site=look.site,
        kind=look.kind,
        subject=look.subject,
        outcome=outcome,
        facts=None,
        seen_at=look.seen_at,
        provenance=tuple(replace(each, outcome=outcome) for each in look.provenance),
    )


def read_evidence(told: dict[str, Any], *, site: str, as_of: date) -> Evidence:
    """Return the evidence that one entry spells: its first key is the kind, its value the subject."""
    told = dict(told)
    kind = Kind(next(iter(told)))
    subject = str(told.pop(kind.value))
    outcome = Outcome(told.pop("failed", "ok"))
    seen = told.pop("seen", as_of)
    facts = None
    if outcome is Outcome.OK:
        facts = msgspec.convert(_SPELLED[kind](subject, told), FACTS_OF[kind])
    seen_at = datetime.combine(seen, time(1), UTC)
    url = subject if subject.startswith("http") else HOME
    return evidence(
        site=site,
        kind=kind,
        subject=subject,
        outcome=outcome,
        facts=facts,
        seen_at=seen_at,
        provenance=(Provenance(url, seen_at, outcome),),
    )


def _column(subject: str, told: dict[str, Any]) -> dict[str, Any]:
    """A column found and read to its end, unless the entry says otherwise."""
    coverage = {"pages_read": 1, "stopped": "end"} if told.get("found", True) else {}
    coverage |= told.pop("coverage", {})
    coverage["looks"] = [_look(each) for each in coverage.get("looks", ["home ok", "navigation ok"])]
    found = told.get("found", True)
    place = {"url": f"{HOME}{subject}/", "name": subject, "form": "listing", "found_in": "navigation"} if found else {}
    items = [_item(each) for each in told.pop("items", [])]
    coverage.setdefault("undated", sum(1 for item in items if item["date"] is None))
    newest = max((item["date"] for item in items if item["date"]), default=None)
    return {"column": subject, "found": found, "newest": newest} | place | told | {"items": items, "coverage": coverage}


def _look(text: str) -> dict[str, str]:
    place, outcome, *url = text.split()
    return {"place": place, "outcome": outcome, "url": url[0] if url else f"{HOME}{place}"}


def _item(text: str) -> dict[str, Any]:
    """`2022-01-05 题目 http://…` as a listed item; `undated` stands for no date."""
    day, title, *url = text.split()
    return {
        "date": None if day == "undated" else date.fromisoformat(day),
        "title": title,
        "url": url[0] if url else f"{HOME}{title}",
    }


def _date(value: object) -> dict[str, Any] | None:
    """`2022-01-05`, `2022-01-05 meta` or `2022-01-05 label; meta 2022-04-24` as a date read."""
    if value is None:
        return None
    first, *disputed = str(value).split("; ")
    day, *source = first.split()
    precision = {4: "year", 7: "month", 10: "day"}[len(day)]
    read_from = source[0] if source else "label"
    iso = day + "-01-01"[: 10 - len(day)] if precision == "month" else (day + "-01-01")[:10]
    return {"value": iso, "precision": precision, "read_from": read_from, "disputed_by": disputed}


def _document(subject: str, told: dict[str, Any]) -> dict[str, Any]:
    """A document of the column of policy documents, with one attachment for each title under `attachments`."""
    told["published"] = _date(told.get("published"))
    told["attachments"] = [{"title": each, "url": f"{HOME}{each}"} for each in told.get("attachments", [])]
    return {"column": "policy-documents", "url": subject, "title": "关于印发工作方案的通知"} | told


def _site(subject: str, told: dict[str, Any]) -> dict[str, Any]:
    """The home page of the site `subject`: what its foot says stands under `identity`, what it shows under `front`."""
    if told.get("front") is not None:
        told["front"] = site_spelling.front(told["front"], HOME)
    told["conflicts"] = [site_spelling.conflict(each, HOME) for each in told.get("conflicts", [])]
    told["signs"] = [site_spelling.sign(each, HOME) for each in told.get("signs", [])]
    plain = {"home_url": HOME, "final_url": HOME, "title": subject, "family": None, "rendered": False, "counts": {}}
    return plain | {"identity": {}} | told


def _report(subject: str, told: dict[str, Any]) -> dict[str, Any]:
    told["published"] = _date(told.get("published"))
    report = told.get("report")
    if isinstance(report, dict):
        report["identities"] = [_identity(each) for each in report.get("identities", [])]
    told["beside"] = [_beside(each) for each in told.get("beside", [])]
    return {"url": subject, "title": "2021年政府信息公开工作年度报告", "year": 2021} | told


def _beside(told: dict[str, Any]) -> dict[str, Any]:
    """A report of the year before at `url`, with the share of the text that stands in both and sentences that do."""
    return {"url": told.pop("url"), "succession": {"year": 2021} | told}


def _identity(text: str) -> dict[str, Any]:
    """`I1 6 12 11` (id, column or row, left, right) as an identity; a dash is a blank side."""
    name, where, left, right = text.split()
    sides = [None if each == "-" else float(each) for each in (left, right)]
    column, row = (int(where), None) if where.isdecimal() else (None, where)
    holds = None if None in sides else sides[0] == sides[1]
    return {"id": name, "column": column, "row": row, "holds": holds, "left": sides[0], "right": sides[1]}


def _consultation(subject: str, told: dict[str, Any]) -> dict[str, Any]:
    told["published"] = _date(told.get("published"))
    if told.get("feedback"):
        told["feedback"] = _feedback(told["feedback"])
    told["candidates"] = [_feedback(each) for each in told.get("candidates", [])]
    return {"url": subject, "title": "关于征求意见的公告", "opens": None, "closes": None} | told


def _feedback(told: dict[str, Any]) -> dict[str, Any]:
    plain = {"url": f"{HOME}feedback/1.html", "title": "征求意见结果反馈", "confidence": 1.0}
    return plain | told | {"published": _date(told.get("published"))}


def _policy(subject: str, told: dict[str, Any]) -> dict[str, Any]:
    """A policy of the unit itself with its interpretations; `enclosed` has `题目 http://…` for each link named so."""
    told["published"] = _date(told.get("published"))
    for key in ("interpretations", "candidates"):
        told[key] = [_interpretation(each) for each in told.get(key, [])]
    told["enclosed"] = [_link(each) for each in told.get("enclosed", [])]
    plain = {"url": subject, "title": "关于印发《绿地管理办法》的通知", "number": None}
    return plain | {"column": "policy-documents", "publisher": "市财政局"} | told


def _interpretation(told: dict[str, Any]) -> dict[str, Any]:
    plain = {"url": f"{HOME}jd/1.html", "title": "《绿地管理办法》解读", "confidence": 0.95}
    media = [{"medium": each, "quote": each} for each in told.pop("media", ["text"])]
    files = [_link(each) for each in told.pop("attachments", [])]
    return plain | told | {"published": _date(told.get("published")), "media": media, "attachments": files}


def _link(text: str) -> dict[str, str]:
    title, url = text.split()
    return {"title": title, "url": url}


def _message(subject: str, told: dict[str, Any]) -> dict[str, Any]:
    """A letter of the column of letters; `labels` are those that its page has."""
    told["published"] = _date(told.get("published"))
    return {"column": "letters", "url": subject, "title": "关于路灯的来信"} | told


def _regulation(subject: str, told: dict[str, Any]) -> dict[str, Any]:
    told["published"] = _date(told.get("published"))
    text = {"note": None, "dates": []} | told.pop("text")
    text["articles"] = [{"label": label, "text": body} for label, body in text.get("articles", {}).items()]
    return {"url": subject} | told | {"regulation": text}


def _dns(subject: str, told: dict[str, Any]) -> dict[str, Any]:
    told["host"] = {"host": subject} | told.get("host", {})
    servers = [{"host": name} | records for name, records in told.get("name_servers", {}).items()]
    return {"apex": None, "zone": "zean.test", "resolver": "127.0.0.1"} | told | {"name_servers": servers}


def _ipv6(subject: str, told: dict[str, Any]) -> dict[str, Any]:
    return {"host": subject} | told


def _ipv6_links(subject: str, told: dict[str, Any]) -> dict[str, Any]:
    for level in told.get("levels", []):
        level["hosts"] = [{"aaaa": None} | each for each in level["hosts"]]
    return {"host": subject} | told


_SPELLED = {
    Kind.COLUMN: _column,
    Kind.SITE: _site,
    Kind.BEFORE: _site,
    Kind.DOCUMENT: _document,
    Kind.ANNUAL_REPORT: _report,
    Kind.CONSULTATION: _consultation,
    Kind.REGULATION: _regulation,
    Kind.INTERPRETATION: _policy,
    Kind.MESSAGE: _message,
    Kind.DNS: _dns,
    Kind.IPV6: _ipv6,
    Kind.IPV6_LINKS: _ipv6_links,
    **site_spelling.SPELLED,
    **history_spelling.SPELLED,
}


def _official(told: dict[str, Any]) -> OfficialText:
    return OfficialText(
        title=told["title"],
        version=told["version"],
        note=told.get("note"),
        articles=tuple(Article(label, text) for label, text in told["articles"].items()),
        sites=tuple(told.get("sites", ("czj",))),
        source=told.get("source", "official.txt"),
    )
