"""Metamorphic: the demo audit on thousands of bad days; whatever goes wrong, nobody is accused who was not before."""

import random
import time
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from crawler.browser import find_browser
from crawler.gather import GatherSettings, gather
from crawler.model import DnsFacts, Evidence, Ipv6Facts, Outcome, TlsFacts
from crawler.store import Store
from mingjian.folder import save_order
from mingjian.samplecity import serve
from mingjian.samplecity.resource import Resource, Route
from rules.result import result_from_json
from rules.wanted import wanted
from tests.end_to_end.faults import DAMAGES, Audit, Verdicts, accused, load

PLANS = ("zhongshan-2021", "zhongshan-xiqu-2019")
SAMPLE = 4
"""Positions damaged for each kind of fault in the fast version; the slow one takes all."""


@pytest.fixture(scope="module")
def audit(demo: Path) -> Audit:
    return load(demo)


@pytest.fixture(scope="module")
def before(audit: Audit) -> Verdicts:
    return audit.verdicts({})


def positions(audit: Audit) -> list[tuple[str, int]]:
    return [(site, at) for site in audit.sites for at in range(len(audit.visits[site]))]


def test_undamaged_replay_says_what_the_audit_said(demo: Path, before: Verdicts) -> None:
    for plan in PLANS:
        result = result_from_json((demo / plan / "audit.json").read_bytes())
        cells = {(plan, each.requirement, each.unit, "cell"): each.verdict for each in result.cells}
        assert cells == {key: verdict for key, verdict in before.items() if key[0] == plan and key[-1] == "cell"}


def one_fault(audit: Audit, before: Verdicts, damage: str, places: list[tuple[str, int]]) -> None:
    for site, at in places:
        damaged = audit.survey(site, DAMAGES[damage], lambda number, _fetch, _visit, at=at: number == at)
        wrong = list(accused(before, audit.verdicts({site: damaged})))
        assert not wrong, f"{damage} at request {at} of {site}: {list(audit.visits[site].values())[at].url}"


@pytest.mark.parametrize("damage", DAMAGES)
def test_one_bad_answer_accuses_nobody(damage: str, audit: Audit, before: Verdicts) -> None:
    """A sample of positions, another one for each kind of damage; the home page of one site is always among them."""
    chance = random.Random(damage)  # noqa: S311 - no secret
    homes = [(site, 0) for site in audit.sites]
    one_fault(audit, before, damage, [chance.choice(homes), *chance.sample(positions(audit), SAMPLE)])


@pytest.mark.slow
@pytest.mark.parametrize("damage", DAMAGES)
def test_one_bad_answer_anywhere_accuses_nobody(damage: str, audit: Audit, before: Verdicts) -> None:
    one_fault(audit, before, damage, positions(audit))


@pytest.mark.parametrize("damage", ["timeout", "blocked", "404", "half", "firewall", "maintenance", "500"])
def test_outage_in_the_middle_accuses_nobody(damage: str, audit: Audit, before: Verdicts) -> None:
    """From some request on every answer is bad, on one site."""
    chance = random.Random(damage)  # noqa: S311 - no secret
    for site, since in chance.sample(positions(audit), SAMPLE):
        damaged = audit.survey(site, DAMAGES[damage], lambda number, _fetch, _visit, since=since: number >= since)
        assert not list(accused(before, audit.verdicts({site: damaged}))), f"{damage} of {site} since request {since}"


def test_bad_day_everywhere_accuses_nobody(audit: Audit, before: Verdicts) -> None:
    """A fifth of all answers of all sites is bad, each in a way of its own."""
    kinds = [each for name, each in DAMAGES.items() if name != "blocked"]
    for day in range(12):
        chance = random.Random(day)  # noqa: S311 - no secret

        def bad(_number: int, _fetch: object, _visit: object, chance: random.Random = chance) -> bool:
            return chance.random() < 0.2

        damaged = {
            site: audit.survey(site, lambda visit, body, chance=chance: chance.choice(kinds)(visit, body), bad)
            for site in audit.sites
        }
        assert not list(accused(before, audit.verdicts(damaged))), f"day {day}"


def _lost(each: Evidence, outcome: Outcome) -> Evidence:
    return replace(each, outcome=outcome, facts=None)


def _misheard(each: Evidence) -> Iterator[Evidence]:
    """A measurement with one part of it failed."""
    facts = each.facts
    if isinstance(facts, DnsFacts):
        for error in ("SERVFAIL", "AAAA TIMEOUT", "AAAA REFUSED", "NO-SERVER"):
            broken = replace(facts.host, aaaa=(), error=error)
            yield replace(each, facts=replace(facts, host=broken))
            yield replace(each, facts=replace(facts, host=replace(broken, a=())))
            servers = tuple(replace(server, aaaa=(), error=error) for server in facts.name_servers)
            yield replace(each, facts=replace(facts, name_servers=servers))
            if facts.apex is not None:
                yield replace(each, facts=replace(facts, host=broken, apex=replace(facts.apex, aaaa=(), error=error)))
        yield replace(each, facts=replace(facts, zone=None, name_servers=(), apex=None))
    elif isinstance(facts, Ipv6Facts):
        yield replace(each, facts=replace(facts, route=False, reached=None, status=None, similarity=None))
        yield replace(each, facts=replace(facts, reached=False, status=None, similarity=None, error="TimeoutError"))
        yield replace(each, facts=replace(facts, status=503, similarity=None))
    elif isinstance(facts, TlsFacts):
        yield replace(each, facts=replace(facts, trusted=None, error="ConnectionResetError"))


def test_measurement_that_fails_accuses_nobody(audit: Audit, before: Verdicts) -> None:
    assert audit.measured
    for each in audit.measured:
        others = tuple(one for one in audit.measured if one is not each)
        lost = (Outcome.TIMEOUT, Outcome.DNS_FAILED, Outcome.OUR_FAULT, Outcome.NO_ROUTE, Outcome.ADDRESS_FORBIDDEN)
        for damaged in (*(_lost(each, outcome) for outcome in lost), *_misheard(each)):
            assert not list(accused(before, audit.verdicts({}, (*others, damaged)))), damaged
        assert not list(accused(before, audit.verdicts({}, others)))


def _dropping(_route: Route) -> Route:
    def answer() -> Resource:
        raise ConnectionResetError

    return answer


def _busy(route: Route) -> Route:
    return lambda: replace(route(), status=503, body=b"busy")  # type: ignore[arg-type]  # any number is sent


def _hanging(route: Route) -> Route:
    def answer() -> Resource:
        time.sleep(3)
        return route()

    return answer


def _cut(route: Route) -> Route:
    return lambda: replace(route(), body=route().body[: len(route().body) // 2])


FAULTY: dict[str, Callable[[Route], Route]] = {"dropping": _dropping, "busy": _busy, "hanging": _hanging, "cut": _cut}


@pytest.mark.parametrize("fault", [pytest.param(each, marks=pytest.mark.slow) for each in FAULTY])
def test_real_servers_that_fail_now_and_then_accuse_nobody(fault: str, before: Verdicts, tmp_path: Path) -> None:
    """The whole way, from sockets on: every ninth page of every site goes wrong whenever it is asked."""
    with serve() as city:
        order = save_order(tmp_path / "out", plans=PLANS, roster=city.write_roster(tmp_path), as_of=city.as_of)
        for routes in city.city.hosts.values():
            for path in sorted(routes.pages)[::9]:
                routes.pages[path] = FAULTY[fault](routes.pages[path])
        settings = GatherSettings(
            allow_private=True,
            resolver=city.resolver,
            delay=0,
            timeout=2,
            retries=1,
            back_off=0.1,
            browser=find_browser(),
        )
        gather(wanted(order.plans, order.roster, order.as_of), tmp_path / "out", settings)
    audit = load(tmp_path / "out")
    with Store(tmp_path / "out") as store:
        assert any(visit.outcome is not Outcome.OK for visit in store.visits())
    assert not list(accused(before, audit.verdicts({})))
