"""The sample city without servers: every declared truth that needs neither browser nor probe shows in the evidence."""

import hashlib
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path
from urllib.parse import parse_qsl, urlsplit

import pytest

from checks import Verdict
from crawler.model import Evidence, Outcome, SiteWanted, Visit
from crawler.platforms import Fetch
from crawler.survey import Budget, SiteSurvey
from crawler.survey.reader import Read, read_body
from mingjian.references import load_references
from mingjian.samplecity.city import PREFERRED_PORTS, SampleCity
from mingjian.samplecity.resource import Asked, Resource
from mingjian.samplecity.truth import load_truth
from rules.evaluate import evaluate
from rules.loading import load_plan, load_roster
from rules.wanted import wanted

PLANS = ("zhongshan-2021", "zhongshan-xiqu-2019")
SEEN_AT = datetime(2022, 2, 15, 4, tzinfo=UTC)


def answer(city: SampleCity, fetch: Fetch) -> Resource | None:
    """What the host of the address says; a browser sees the same, for these sites' scripts draw no lists."""
    parts = urlsplit(fetch.url)
    hosts = {f"{city.site(name).host}:{PREFERRED_PORTS[name]}": routes for name, routes in city.hosts.items()}
    routes = hosts.get(parts.netloc)
    if routes is None:
        return None
    route = routes.pages.get(parts.path + (f"?{parts.query}" if parts.query else "")) or routes.pages.get(parts.path)
    if fetch.method == "GET" and route is not None:
        return routes.rendered(route)
    asked = Asked(fetch.method, parts.path, dict(parse_qsl(parts.query, keep_blank_values=True)), dict(fetch.form))
    return routes.answer(asked) if routes.answer else None


def surveyed(
    city: SampleCity,
    site: SiteWanted,
    *,
    at: int = -1,
    damage: Callable[[bytes, int], tuple[Outcome, bytes | None]] | None = None,
    read: Read = read_body,
) -> tuple[list[Fetch], tuple[Evidence, ...]]:
    """Survey a site to the end; the answer to request number `at` is damaged."""
    survey = SiteSurvey(site, Budget(), read=read)
    waiting, asked = list(survey.start()), []
    while waiting:
        fetch = waiting.pop(0)
        found = answer(city, fetch) if site.site.id != "wsjkj" or not fetch.browser else None
        outcome, body = (Outcome.OK, found.body) if found else (Outcome.NOT_FOUND, None)
        if len(asked) == at and damage is not None:
            outcome, body = damage(body or b"", at)
        asked.append(fetch)
        visit = Visit(
            site=site.site.id,
            url=fetch.url,
            purpose=fetch.purpose,
            outcome=outcome,
            seen_at=SEEN_AT,
            column=fetch.column,
            number=fetch.number,
            final_url=fetch.url,
            status=200 if outcome is Outcome.OK else 404,
            media_type=found.media_type if found else None,
            rendered=fetch.browser,
            digest="sha256:" + hashlib.sha256(body).hexdigest() if body is not None else None,
        )
        waiting.extend(survey.take(fetch, visit, body))
    return asked, survey.evidence()


@pytest.fixture(scope="module")
def city() -> SampleCity:
    return SampleCity(PREFERRED_PORTS)


@pytest.fixture(scope="module")
def gathered(city: SampleCity, tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, dict[str, int], list[Evidence]]:
    roster = city.write_roster(tmp_path_factory.mktemp("roster"))
    plans = [load_plan(each) for each in PLANS]
    asked: dict[str, int] = {}
    evidence: list[Evidence] = []
    for site in wanted(plans, load_roster(roster), city.as_of).sites:
        fetches, found = surveyed(city, site)
        asked[site.site.id] = len(fetches)
        evidence.extend(found)
    return roster, asked, evidence


@pytest.mark.parametrize("plan", PLANS)
def test_declared_truths_show(
    plan: str, city: SampleCity, gathered: tuple[Path, dict[str, int], list[Evidence]]
) -> None:
    roster_file, _, evidence = gathered
    roster = load_roster(roster_file)
    references = load_references(roster, roster_file.parent)
    result = evaluate(load_plan(plan), roster, evidence, as_of=city.as_of, references=references)
    wrong = []
    truth = load_truth()
    expected = [each for each in truth.expectations(plan) if each.site != "wsjkj" and each.check != "ipv6-missing"]
    for expectation in expected:
        meant = [finding for finding in result.findings if expectation.concerns(finding)]
        got = {verdict for finding in meant for verdict in expectation.verdicts_of(finding)}
        if (meant and not got) or not got <= expectation.verdicts:
            wrong.append((expectation, [(finding.verdict, finding.observed) for finding in meant]))
    assert not wrong
    failing = [each for each in result.findings if each.verdict is Verdict.FAIL]
    assert not [each for each in failing if not truth.accuses(plan, each)]
    assert len(expected) > 10


def test_a_site_costs_few_requests(gathered: tuple[Path, dict[str, int], list[Evidence]]) -> None:
    """Two whole plans need less than a quarter of the city's 1,500 pages."""
    _, asked, _ = gathered
    assert sum(asked.values()) < 375
    assert max(asked.values()) < 120
