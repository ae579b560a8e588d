"""The same answers in any order give the same requests and the same evidence."""

import random
from datetime import date

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from crawler.model import ColumnWanted, DocumentsWanted, Outcome, Reading, Site, SiteWanted
from crawler.survey import Budget, SiteSurvey
from tests.survey.driver import Answer, Memory, crawl
from tests.survey.pages import HOST, document, home, page, paging, rows, series

WANTED = SiteWanted(
    Site("site", "泽安市某局", f"{HOST}/"),
    (
        ColumnWanted("news", ("工作动态",), since=date(2021, 10, 1), documents=(DocumentsWanted(Reading.DOCUMENT),)),
        ColumnWanted("planning", ("规划计划",), parents=("disclosure",), since=date(2021, 1, 1)),
        ColumnWanted("budget", ("财政预算",), parents=("disclosure",)),
        ColumnWanted("guide", ("政府信息公开指南",), parents=("disclosure",)),
    ),
    (ColumnWanted("disclosure", ("政务公开",)),),
)
NEWEST = date(2022, 2, 10)


def site(failing: frozenset[int]) -> Memory:
    pages: dict[str, str | Answer] = {
        f"{HOST}/": home(foot=(("网站地图", "/map.html"),)),
        f"{HOST}/map.html": page('<ul><li><a href="/ys/">财政预算</a></li></ul>', name="网站地图"),
        f"{HOST}/zwgk/": page(
            '<div class="left"><a href="/gh/">规划计划</a> <a href="/zn/">公开指南</a></div>', name="政务公开"
        ),
        f"{HOST}/gh/": page(rows(series(9, NEWEST, 30, folder="/gh")), name="规划计划"),
        f"{HOST}/ys/": page(rows(series(9, NEWEST, 90, folder="/ys")), name="财政预算"),
    }
    for number in range(3):
        items = series(5, NEWEST, start=5 * number)
        url = f"{HOST}/gzdt/" if number == 0 else f"{HOST}/gzdt/?page={number + 1}"
        pages[url] = page(rows(items), paging(number + 1, 3, "/gzdt/"), name="工作动态")
        pages |= {HOST + address: document(title, day or NEWEST) for title, address, day in items}
    for number, url in enumerate(sorted(pages)):
        if number in failing:
            pages[url] = Answer(outcome=Outcome.TIMEOUT)
    return Memory(pages)


@given(seed=st.integers(0, 2**32), failing=st.frozensets(st.integers(1, 22), max_size=3), pages=st.integers(1, 30))
@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.too_slow])
def test_order_of_arrival_does_not_matter(seed: int, failing: frozenset[int], pages: int) -> None:
    memory = site(failing)
    one, other = SiteSurvey(WANTED, Budget(pages=pages)), SiteSurvey(WANTED, Budget(pages=pages))
    asked = crawl(one, memory)
    shuffled = crawl(other, memory, order=random.Random(seed))  # noqa: S311 - no secret
    assert {fetch.key for fetch in asked} == {fetch.key for fetch in shuffled}
    assert len(asked) <= pages
    assert one.evidence() == other.evidence()
