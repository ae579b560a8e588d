"""A site in memory, and the loop that asks it: data in place of a server, every answer made of real bytes."""

import hashlib
import random
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime

from crawler.model import ColumnFacts, Coverage, Evidence, Kind, Outcome, Visit
from crawler.platforms import Fetch
from crawler.survey import SiteSurvey

SEEN_AT = datetime(2022, 2, 15, 4, 0, tzinfo=UTC)


@dataclass(frozen=True)
class Answer:
    """What a site says to one request; `final` is where a redirect led."""

    body: str | bytes = ""
    outcome: Outcome = Outcome.OK
    final: str | None = None
    media_type: str = "text/html"


@dataclass
class Memory:
    """Addresses and their answers; `rendered` holds what a browser would see. Everything else is not there."""

    pages: Mapping[str, str | bytes | Answer]
    rendered: Mapping[str, str | bytes | Answer] = field(default_factory=dict)
    missing: Answer = field(default_factory=lambda: Answer(outcome=Outcome.NOT_FOUND))
    posts: Callable[[Fetch], Answer] | None = None

    def answer(self, fetch: Fetch) -> Answer:
        if fetch.method == "POST" and self.posts is not None:
            return self.posts(fetch)
        source = {**self.pages, **self.rendered} if fetch.browser else self.pages
        found = source.get(fetch.url, self.missing)
        return found if isinstance(found, Answer) else Answer(found)


def crawl(survey: SiteSurvey, site: Memory, *, order: random.Random | None = None) -> list[Fetch]:
    """Answer everything the survey asks, in the order asked or shuffled by `order`; return the fetches asked."""
    waiting, asked = list(survey.start()), []
    while waiting:
        fetch = waiting.pop(order.randrange(len(waiting)) if order else 0)
        asked.append(fetch)
        waiting.extend(survey.take(fetch, *visit(site, fetch)))
    return asked


def visit(site: Memory, fetch: Fetch) -> tuple[Visit, bytes | None]:
    answer = site.answer(fetch)
    body = answer.body.encode() if isinstance(answer.body, str) else answer.body
    ok = answer.outcome is Outcome.OK
    return (
        Visit(
            site="site",
            url=fetch.url,
            purpose=fetch.purpose,
            outcome=answer.outcome,
            seen_at=SEEN_AT,
            column=fetch.column,
            number=fetch.number,
            final_url=answer.final,
            status=200 if ok else 404,
            media_type=answer.media_type,
            rendered=fetch.browser,
            digest="sha256:" + hashlib.sha256(body).hexdigest() if ok else None,
            size=len(body),
        ),
        body if ok else None,
    )


def column(evidence: tuple[Evidence, ...], name: str) -> ColumnFacts:
    (found,) = (each for each in evidence if each.kind is Kind.COLUMN and each.subject == name)
    assert isinstance(found.facts, ColumnFacts)
    return found.facts


def coverage(evidence: tuple[Evidence, ...], name: str) -> Coverage:
    return column(evidence, name).coverage
