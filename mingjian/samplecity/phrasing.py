"""Filler: titles and paragraphs put together from the phrase book, the same for the same seed."""

import zlib
from collections.abc import Iterator, Sequence
from datetime import date, timedelta
from functools import cache
from importlib import resources
from itertools import count
from typing import Any, TypeVar

import yaml

T = TypeVar("T")
_SEASONS = ("第一季度", "春季", "第二季度", "夏季", "第三季度", "秋季", "第四季度", "冬季")


@cache
def phrase_book() -> dict[str, Any]:
    """Return the phrase book shipped with the sample city."""
    text = resources.files("mingjian.samplecity").joinpath("phrases.yaml").read_text(encoding="utf-8")
    book: dict[str, Any] = yaml.load(text, Loader=yaml.CSafeLoader)
    return book


def pick(options: Sequence[T], *seed: object) -> T:
    """Return one of the options, always the same for the same seed."""
    return options[zlib.crc32("/".join(map(str, seed)).encode()) % len(options)]


def dates_back(newest: date, every: int, seed: str) -> Iterator[date]:
    """Yield publication days from the newest back, `every` so many days with some jitter, never out of order."""
    day = newest
    for step in count():
        yield day
        day -= timedelta(days=max(1, every + pick((-1, 0, 0, 1), seed, step)))


def titles(kind: str, seed: str) -> Iterator[str]:
    """Yield titles of one kind without end; a title that would come twice gets a number."""
    book = phrase_book()
    patterns, topics, places = book["titles"][kind], book["topics"], book["places"]
    offset = pick(range(len(topics)), seed)
    given: dict[str, int] = {}
    for step in count():
        title = patterns[step % len(patterns)].format(
            topic=topics[(step * 7 + offset) % len(topics)],
            place=places[(step * 3 + offset) % len(places)],
            season=_SEASONS[step % len(_SEASONS)],
            n=200 - step,
            year=2022 - step // 12,
        )
        times = given[title] = given.get(title, 0) + 1
        yield title if times == 1 else f"{title}（之{times}）"


def paragraphs(seed: str, number: int = 4) -> str:
    """Return the HTML of so many filler paragraphs."""
    book = phrase_book()
    return "\n".join(
        "<p>　　"
        + "".join(
            pick(book["sentences"], seed, step, part).format(
                topic=pick(book["topics"], seed, step),
                place=pick(book["places"], seed, step, part),
                percent=60 + pick(range(40), seed, step, part),
                count=3 + pick(range(60), seed, step),
            )
            for part in range(3)
        )
        + "</p>"
        for step in range(number)
    )


def standing_text(name: str, **values: str) -> str:
    """Return one of the standing texts of the phrase book as HTML paragraphs."""
    text = phrase_book()["texts"][name].format(**values)
    return "\n".join(f"<p>　　{line}</p>" for line in text.splitlines())
