"""A finished audit led through its surveys again with some answers damaged: thousands of bad days in a minute.

What a damaged survey asks beyond the stored visits is answered by the sample city itself, without servers.
"""

import random
from collections import deque
from collections.abc import Callable, Iterator, Mapping
from collections.abc import Set as AbstractSet
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from pathlib import Path
from urllib.parse import parse_qsl, urlsplit

from checks import Verdict
from crawler.model import Evidence, Outcome, Purpose, SiteWanted, Visit
from crawler.model import Reading as Kind
from crawler.platforms import Fetch
from crawler.replay import SiteRun
from crawler.store import Run, Store
from crawler.store.store import PROBED
from crawler.survey import Budget
from crawler.survey.reader import Body, read_body
from crawler.survey.seen import Reading
from mingjian.folder import Order, load_order
from mingjian.samplecity import SampleCity
from mingjian.samplecity.resource import Asked
from rules.evaluate import evaluate
from rules.wanted import wanted

Key = tuple[str, ...]
Verdicts = dict[Key, Verdict]
Answer = tuple[Visit, bytes | None]
Damage = Callable[[Visit, bytes | None], Answer]
Where = Callable[[int, Fetch, Visit], bool]


def _failing(outcome: Outcome, status: int | None = None) -> Damage:
    return lambda visit, _: (replace(visit, outcome=outcome, status=status, digest=None, warc=None, offset=None), None)


def _showing(page: Callable[[bytes], bytes], status: int = 200) -> Damage:
    """The server says OK and sends something else."""

    def damage(visit: Visit, body: bytes | None) -> Answer:
        sent = page(body or b"")
        return replace(visit, status=status, digest=f"sha256:{hash(sent)}", size=len(sent)), sent

    return damage


def _page(title: str, text: str) -> Callable[[bytes], bytes]:
    return lambda _: f"<html><head><title>{title}</title></head><body><p>{text}</p></body></html>".encode()


def _noise(body: bytes) -> bytes:
    return random.Random(len(body)).randbytes(3000)  # noqa: S311 - no secret


_LOST = (
    Outcome.TIMEOUT,
    Outcome.DNS_FAILED,
    Outcome.TLS_FAILED,
    Outcome.REFUSED,
    Outcome.DROPPED,
    Outcome.BLOCKED,
    Outcome.ROBOTS_FORBIDDEN,
    Outcome.TRUNCATED,
    Outcome.TOO_LARGE,
    Outcome.REDIRECT_LOOP,
    Outcome.OFF_SITE,
    Outcome.UNREADABLE,
    Outcome.NEEDS_BROWSER,
    Outcome.ADDRESS_FORBIDDEN,
    Outcome.BUDGET_SPENT,
    Outcome.NO_ROUTE,
    Outcome.OUR_FAULT,
)
DAMAGES: Mapping[str, Damage] = {
    **{each.value: _failing(each) for each in _LOST},
    "404": _failing(Outcome.NOT_FOUND, 404),
    "500": _failing(Outcome.HTTP_ERROR, 500),
    "403": _failing(Outcome.HTTP_ERROR, 403),
    "half": _showing(lambda body: body[: len(body) // 2]),
    "nearly all": _showing(lambda body: body[: len(body) * 9 // 10]),
    "nothing": _showing(lambda _: b""),
    "noise": _showing(_noise),
    "zeros": _showing(lambda body: bytes(len(body))),
    "firewall": _showing(_page("安全验证", "您的访问被拦截，请完成安全验证。网站防火墙")),
    "soft 404": _showing(_page("404", "您访问的页面不存在或已被删除")),
    "maintenance": _showing(_page("系统维护", "网站正在维护升级，请稍后访问。")),
    "gateway": _showing(_page("502 Bad Gateway", "nginx")),
    "login": _showing(_page("统一身份认证", "请登录 用户名 密码 登录")),
    "expired": _showing(_page("域名已过期", "该域名已过期，如需续费请联系注册商。")),
    "welcome": _showing(_page("Welcome to nginx!", "If you see this page, the nginx web server is working.")),
    "crowded": _showing(_page("提示", "当前访问人数过多，请稍后再试。")),
    "json error": _showing(lambda _: b'{"code":500,"message":"system busy"}'),
    "challenge": _showing(lambda _: b"<html><script>$_ts=window['$_ts']||{};$_ts.cd='q'</script></html>"),
    "shell": _showing(
        lambda _: b"<html><head><title></title></head><body><div id=app></div><script src=/a.js></script></body></html>"
    ),
}


@dataclass
class Audit:
    """One finished audit, ready to be led through again."""

    order: Order
    city: SampleCity
    sites: dict[str, SiteWanted]
    visits: dict[str, dict[str, Visit]]
    bodies: dict[tuple[str, str], bytes | None]
    evidence: dict[str, tuple[Evidence, ...]]
    measured: tuple[Evidence, ...]
    read: "ReadingsKept"

    def survey(self, site: str, damage: Damage | None = None, where: Where = lambda *_: False) -> tuple[Evidence, ...]:
        """Return a site's evidence with `damage` done to the answers for which `where` (number, fetch, visit) holds."""
        run = SiteRun(self.sites[site], Budget(), read=self.read)
        run.start()
        waiting: deque[Fetch] = run.queue
        number = 0
        while waiting:
            fetch = waiting.popleft()
            visit, body = self._answer(site, fetch)
            if damage is not None and where(number, fetch, visit):
                visit, body = damage(visit, body)
            run.take(fetch, visit, body)
            number += 1
        assert run.broken is None, run.broken
        return run.evidence()

    def verdicts(
        self, changed: Mapping[str, tuple[Evidence, ...]], measured: tuple[Evidence, ...] | None = None
    ) -> Verdicts:
        """Judge under all plans, with the evidence of some sites replaced."""
        pieces = [each for site in self.sites for each in changed.get(site, self.evidence[site])]
        pieces += self.measured if measured is None else measured
        found: Verdicts = {}
        order = self.order
        for plan in order.plans:
            result = evaluate(plan, order.roster, pieces, as_of=order.as_of, references=order.references)
            for each in result.findings:
                found[plan.id, each.requirement, each.unit, str(each.site), each.check, str(each.params)] = each.verdict
            for cell in result.cells:
                found[plan.id, cell.requirement, cell.unit, "cell"] = cell.verdict
        return found

    def _answer(self, site: str, fetch: Fetch) -> Answer:
        visit = self.visits[site].get(fetch.key)
        if visit is not None:
            return visit, self.bodies[site, fetch.key]
        return self._from_city(site, fetch)

    def _from_city(self, site: str, fetch: Fetch) -> Answer:
        """What the city would have said to a request that the undamaged survey never made."""
        parts = urlsplit(fetch.url)
        owner = next((each for each, port in self.city.ports.items() if port == parts.port), None)
        template = next(iter(self.visits[site].values()))
        visit = replace(
            template, url=fetch.url, purpose=fetch.purpose, column=fetch.column, number=fetch.number, note=None,
            final_url=fetch.url, rendered=fetch.browser, outcome=Outcome.NOT_FOUND, status=404, digest=None,
        )  # fmt: skip
        if owner is None:
            return visit, None
        routes = self.city.hosts[owner]
        path = parts.path + (f"?{parts.query}" if parts.query else "")
        route = routes.pages.get(path) or routes.pages.get(parts.path) if fetch.method == "GET" else None
        query = dict(parse_qsl(parts.query, keep_blank_values=True))
        found = routes.rendered(route) if route is not None else None
        if found is None and routes.answer is not None:
            found = routes.answer(Asked(fetch.method, parts.path, query, dict(fetch.form)))
        if found is None:
            return visit, None
        ok = replace(
            visit, outcome=Outcome.OK, status=200, media_type=found.media_type, digest=f"sha256:{hash(found.body)}"
        )
        return ok, found.body


def load(folder: Path) -> Audit:
    """Return the audit in `folder`, with its undamaged evidence as the surveys give it."""
    order = load_order(folder)
    sites = {each.site.id: each for each in wanted(order.plans, order.roster, order.as_of).sites}
    ports = {each.site.id: urlsplit(each.site.url).port or 80 for each in sites.values() if not each.site.section}
    visits: dict[str, dict[str, Visit]] = {}
    bodies: dict[tuple[str, str], bytes | None] = {}
    with Store(folder) as store:
        run = Run(store.last_run(), 0, resumed=True, began=datetime(2022, 2, 15, tzinfo=UTC))
        for site in sites:
            visits[site] = {
                key: visit
                for key, visit in store.visits_by_key(run, site).items()
                if visit.purpose is not Purpose.ROBOTS
            }
            bodies |= {(site, key): store.body(visit) for key, visit in visits[site].items()}
        measured = tuple(each for each in store.evidence() if each.kind in PROBED)
    audit = Audit(order, SampleCity(ports), sites, visits, bodies, {}, measured, ReadingsKept())
    audit.evidence = {site: audit.survey(site) for site in sites}
    return audit


class ReadingsKept:
    """Reads the same bytes for the same purpose only once: most answers of a damaged survey are undamaged."""

    def __init__(self) -> None:
        self._kept: dict[object, Reading | None] = {}

    def __call__(
        self, fetch: Fetch, visit: Visit, body: Body, kinds: AbstractSet[Kind], *, signs: bool = False
    ) -> Reading | None:
        """Return the reading."""
        data = body() if callable(body) else body
        key = (fetch.key, fetch.purpose, visit.final_url, visit.media_type, hash(data), frozenset(kinds), signs)
        if key not in self._kept:
            self._kept[key] = None if data is None else read_body(fetch, visit, data, kinds, signs=signs)
        return self._kept[key]


def accused(before: Verdicts, after: Verdicts) -> Iterator[tuple[Key, Verdict | None]]:
    """Yield what fails now and did not fail before, with its verdict before."""
    for key, verdict in after.items():
        if verdict is Verdict.FAIL and before.get(key) is not Verdict.FAIL:
            yield key, before.get(key)
