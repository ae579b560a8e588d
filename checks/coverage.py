"""What a column's evidence allows to be claimed: found, surely absent, read far enough (DESIGN 2.1, 2.6)."""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from functools import lru_cache
from typing import Any
from urllib.parse import urlsplit, urlunsplit

from checks.model import Given, Reason
from checks.timing import day
from checks.wording import OUTCOMES, PLACES
from crawler.model import ColumnFacts, Coverage, Evidence, Form, Kind, Outcome, Site, Stopped

_REASONS = {
    Outcome.BLOCKED: Reason.BLOCKED,
    Outcome.ROBOTS_FORBIDDEN: Reason.BLOCKED,
    Outcome.TRUNCATED: Reason.UNREADABLE,
    Outcome.TOO_LARGE: Reason.UNREADABLE,
    Outcome.UNREADABLE: Reason.UNREADABLE,
    Outcome.NEEDS_BROWSER: Reason.UNREADABLE,
    Outcome.BUDGET_SPENT: Reason.COVERAGE,
    Outcome.NO_ROUTE: Reason.NO_ROUTE,
}
_STOPPED = {
    Stopped.NOT_STARTED: "列表未开始读取",
    Stopped.SINCE: "列表只读到起算日附近",
    Stopped.BUDGET: "采集额度已用完",
    Stopped.BLOCKED: "被网站拦截",
    Stopped.ERROR: "后续列表页打不开",
    Stopped.TRAP: "列表翻页重复、无法读到末页",
    Stopped.NO_PAGING: "未能识别翻页方式",
}
_BLANKS = re.compile(r"[\s\x00-\x1f]+")
_LISTED = frozenset({Form.LISTING, Form.LINKS, Form.EMPTY})
"""Forms whose items can be counted; the absence of an item can be claimed only on these."""


@dataclass(frozen=True, slots=True)
class Gap:
    """Why something cannot be claimed: the reason and a Chinese clause without a full stop."""

    reason: Reason
    told: str


@dataclass(frozen=True, slots=True)
class Sought:
    """One column as the evidence has it. `facts` is None when no look succeeded; `gap` then says why.

    With facts, `gap` is set when another look at the same column failed: absence must not rest on such evidence.
    """

    facts: ColumnFacts | None
    gap: Gap | None
    evidence: tuple[str, ...]


def sought(given: Given[Any], column: str) -> Sought:
    """Return what the evidence holds of one column; the newest successful look speaks."""
    looks = [each for each in given.of(Kind.COLUMN) if each.subject == column or _column(each) == column]
    if not looks:
        return Sought(None, Gap(Reason.NOT_GATHERED, f"没有采集“{given.title_of(column)}”栏目的证据"), ())
    failed = [each for each in looks if each.facts is None]
    good = sorted((each for each in looks if _column(each) == column), key=lambda each: (each.seen_at, each.id))
    gap = Gap(reason_of(failed[0].outcome), f"采集该栏目时{told_outcome(failed[0].outcome)}") if failed else None
    if not good:
        gap = gap or Gap(Reason.NOT_GATHERED, "栏目证据的内容不完整")
        return Sought(None, gap, tuple(each.id for each in looks))
    facts = good[-1].facts
    assert isinstance(facts, ColumnFacts)  # noqa: S101 - `good` holds only these; mypy cannot see it
    return Sought(facts, gap, tuple(each.id for each in (good[-1], *failed)))


def looked_on(given: Given[Any], columns: Iterable[str]) -> date | None:
    """Return the day in China on which the column read longest ago was read; None when one of them was not.

    A night may take a list as it was read some nights before: what was absent then may have come since.
    """
    days = []
    for column in columns:
        looks = [each for each in given.of(Kind.COLUMN) if _column(each) == column]
        if not looks:
            return None
        days.append((max(each.seen_at for each in looks) + timedelta(hours=8)).date())
    return min(days, default=None)


def stale_gap(given: Given[Any], columns: Iterable[str], deadline: date) -> Gap | None:
    """Return why absence after `deadline` cannot be claimed: one of the columns read was not read again since."""
    read = [column for column in columns if any(_column(each) == column for each in given.of(Kind.COLUMN))]
    looked = looked_on(given, read)
    if looked is None or looked > deadline:
        return None
    return Gap(Reason.COVERAGE, f"栏目于{day(looked)}采集，期限{day(deadline)}之后没有再看")


def search_gap(facts: ColumnFacts) -> Gap | None:
    """Return why the absence of a column cannot be claimed; None when every place was opened."""
    coverage = facts.coverage
    failed = [look for look in coverage.looks if look.outcome is not Outcome.OK]
    if failed:
        look = failed[0]
        more = f"等{len(failed)}处" if len(failed) > 1 else ""
        return Gap(
            reason_of(look.outcome), f"查找栏目时 {look.url} {told_outcome(look.outcome)}{more and f'，共{more}'}"
        )
    if coverage.unread:
        return _unread(coverage)
    if not coverage.searched:
        return Gap(Reason.COVERAGE, "首页、导航等应查之处没有查全")
    if coverage.stopped in {Stopped.BUDGET, Stopped.BLOCKED, Stopped.ERROR}:
        return Gap(_stop_reason(coverage.stopped), f"查找栏目时{_STOPPED[coverage.stopped]}")
    if facts.rivals:
        return Gap(
            Reason.AMBIGUOUS,
            f"有名称相近的栏目“{facts.rivals[0].title}”（{facts.rivals[0].url}）",
        )
    return None


def told_places(coverage: Coverage) -> str:
    """Return where a column was looked for: 首页及其导航、网站地图等3个页面."""
    places = "、".join(dict.fromkeys(PLACES[look.place] for look in coverage.looks))
    return f"{places}等{len({look.url for look in coverage.looks})}个页面"


def list_gap(facts: ColumnFacts, since: date | None) -> Gap | None:
    """Return why the list of a found column cannot be called read back to `since` (None: to its end).

    Items without a date and addresses that could not be opened are left to the caller, who knows which matter.
    """
    if facts.form not in _LISTED:
        return form_gap(facts)
    if facts.coverage.reads_list_back_to(since):
        return None
    coverage = facts.coverage
    pages = f"（共{coverage.pages_total}页）" if coverage.pages_total is not None else ""
    back = f"，最早读到{day(coverage.oldest)}" if coverage.oldest else ""
    return Gap(
        _stop_reason(coverage.stopped),
        f"列表只读了{coverage.pages_read}页{pages}{back}，{_STOPPED.get(coverage.stopped, '没有读完')}",
    )


def form_gap(facts: ColumnFacts) -> Gap:
    """Return why a column of this form has no list to judge by."""
    if facts.form is Form.OFF_SITE:
        return Gap(Reason.AMBIGUOUS, "该栏目链接到其他网站，内容不在本站")
    if facts.form in {Form.TEXT, Form.FORM, Form.FILE}:
        return Gap(Reason.AMBIGUOUS, "该栏目不是信息列表，不能据以逐条核对")
    if facts.coverage.unread:
        return _unread(facts.coverage)
    return Gap(Reason.UNREADABLE, "栏目页面未能打开或识读")


def unread_gap(coverage: Coverage, relevant: Iterable[str] | None = None) -> Gap | None:
    """Return why unopened pages stand in the way; `relevant` narrows the `outcome url` entries that matter."""
    entries = coverage.unread if relevant is None else tuple(relevant)
    return _unread_entries(entries) if entries else None


def unread_url(entry: str) -> str:
    """Return the address of an `outcome url` entry of `Coverage.unread`, for comparison."""
    return address(entry.partition(" ")[2])


@lru_cache(maxsize=8192)  # a site's documents are compared once for every column and check
def address(url: str) -> str:
    """Return an address for comparison: as the survey asks it (no blanks, no fragment, host in lower case)."""
    try:
        parts = urlsplit(_BLANKS.sub("", url))
    except ValueError:
        return url
    return urlunsplit((parts.scheme, parts.netloc.lower(), parts.path or "/", parts.query, ""))


def titles_of(columns: Iterable[ColumnFacts]) -> dict[str, str]:
    """Return the listed titles of all columns by address, so that an unopened page can be told by its entry."""
    return {address(item.url): item.title for facts in columns for item in facts.items}


def reason_of(outcome: Outcome) -> Reason:
    """Return the reason that a failed look gives."""
    return _REASONS.get(outcome, Reason.NOT_REACHED)


def told_outcome(outcome: Outcome) -> str:
    """Return a failed look in Chinese words that fit into a sentence."""
    return OUTCOMES[outcome]


def on_roster(site: Site, url: str) -> bool:
    """Return whether an address is on a host that the roster credits to the site (its home page's host included)."""
    hosts = {host.lower() for host in site.hosts} | {_host(site.url)}
    return _host(url) in hosts


def _host(url: str) -> str:
    try:
        return urlsplit(url).netloc.lower().rpartition("@")[2]
    except ValueError:
        return ""


def _column(each: Evidence) -> str | None:
    return each.facts.column if isinstance(each.facts, ColumnFacts) else None


def _unread(coverage: Coverage) -> Gap:
    return _unread_entries(coverage.unread)


def _unread_entries(entries: tuple[str, ...]) -> Gap:
    word, _, url = entries[0].partition(" ")
    outcome = Outcome(word) if word in set(Outcome) else Outcome.OUR_FAULT
    more = f"（共{len(entries)}个页面未能打开）" if len(entries) > 1 else ""
    return Gap(reason_of(outcome), f"页面 {url} {told_outcome(outcome)}{more}")


def _stop_reason(stopped: Stopped) -> Reason:
    return {Stopped.BLOCKED: Reason.BLOCKED, Stopped.ERROR: Reason.NOT_REACHED}.get(stopped, Reason.COVERAGE)
