"""How two pages are known to speak of one matter: links in their main parts, names in 《》, titles without formula."""

import re
from collections.abc import Iterable, Mapping, Sequence
from functools import lru_cache
from typing import Final, Protocol, TypeVar

from rapidfuzz import fuzz

from crawler.markup import Area, Source
from crawler.model.page import DateRead, Precision
from crawler.model.typography import normalise
from crawler.platforms.address import resolve

BOOK: Final = re.compile(r"《([^》]{2,200})》")
"""The name of a document in running text."""
_YEAR: Final = re.compile(r"(20\d\d)")
_OF_YEAR: Final = re.compile(r"20\d\d年?度?")
_ROUND: Final = re.compile(r"第[一二三四五六七八九十\d]+[次批轮期季稿]")
_PLAN: Final = re.compile(r"十[一二三四五六七八九]五")
_NUMBER: Final = re.compile(r"[\[〔(（【]20\d\d[\]〕)）】]\s*第?(\d{1,5})\s*号")
_NEIGHBOUR: Final = re.compile(r"[上下]一[篇条页则个]|前一篇|后一篇")
_ELSEWHERE: Final = Area.NAVIGATION | Area.FOOTER | Area.SIDE | Area.CRUMB | Area.PAGER
_SHORTEST: Final = 4
_UNLIKE: Final = 60.0
"""Per cent below which nobody takes a title for part of another; the search for the best place stops there."""


_OTHER_NAME: Final = 0.8
"""What two titles with different names in 《》 are alike at most."""
_OTHER_NUMBER: Final = 0.7
"""What two titles with different numbers are alike at most."""

Match = TypeVar("Match")


class Linking(Protocol):
    """A page with its address and the addresses its main part links to."""

    @property
    def url(self) -> str:
        """The page's own address."""
        ...

    @property
    def links(self) -> tuple[str, ...]:
        """Absolute addresses in its main part."""
        ...


def links_to(pages: Sequence[Linking], others: Sequence[Linking], most: int = 1) -> set[tuple[int, int]]:
    """Return the pairs (of `pages`, of `others`) where the first links to the second.

    A page that links to more than `most` of the others is a list and singles none out.
    """
    numbers = {address(other.url): number for number, other in enumerate(others)}
    pairs = set[tuple[int, int]]()
    for at, page in enumerate(pages):
        to = {numbers[link] for link in map(address, page.links) if link in numbers}
        pairs |= {(at, number) for number in to} if len(to) <= most else set()
    return pairs


def by_first(matches: Mapping[tuple[int, int], Match], count: int) -> tuple[tuple[Match, ...], ...]:
    """Return the matches of each of the `count` first pages, in the order of the second."""
    found: list[list[Match]] = [[] for _ in range(count)]
    for (at, _), match in sorted(matches.items(), key=lambda item: item[0]):
        found[at].append(match)
    return tuple(tuple(each) for each in found)


def own_links(source: Source) -> set[str]:
    """Return the addresses (as `address` writes them) in the page's main part, without neighbours in the list."""
    return set(source.once(_own_links))


def _own_links(source: Source) -> frozenset[str]:
    flow = source.flow
    kept = [anchor for anchor in flow.anchors if not anchor.area & _ELSEWHERE]
    # Once for each block: one may hold a hundred thousand links.
    blocks = {anchor.block for anchor in kept if anchor.block < len(flow.blocks)}
    neighbours = {number for number in blocks if _NEIGHBOUR.search(flow.blocks[number].text)}
    urls = (resolve(source.url, anchor.href) for anchor in kept if anchor.block not in neighbours)
    return frozenset(address(url) for url in urls if url is not None)


def address(url: str) -> str:
    """Return the address without scheme and fragment: the same page."""
    return url.split("#", 1)[0].split("://", 1)[-1]


def similarity(one: str, other: str, formula: re.Pattern[str]) -> tuple[float, list[str]]:
    """Return how alike two titles are (0 to 1) once `formula` is taken away, and why.

    Different years, rounds or five-year plans are different matters; titles that are nothing but formula may be
    anything (0.5). Two titles that cite different numbers are at most alike: one may cite what came of the other.
    """
    if differ(one, other):
        return 0.0, []
    share, reasons = _alike(one, other, formula)
    numbers = frozenset(_NUMBER.findall(one)), frozenset(_NUMBER.findall(other))
    if all(numbers) and not numbers[0] & numbers[1]:
        return min(share, _OTHER_NUMBER), [*reasons, "标题所引文号不同"]
    return share, reasons


def _alike(one: str, other: str, formula: re.Pattern[str]) -> tuple[float, list[str]]:
    names = _names(one, formula), _names(other, formula)
    if names[0] & names[1]:
        return 0.95, ["书名号内文件名相同"]
    # years and rounds, which are the same, may stand before the name or behind it, or in one of the titles only
    cores = (_bare(core(one, formula)), _bare(core(other, formula)))
    shortest = min(map(len, cores))
    if shortest < _SHORTEST:
        return 0.5, ["标题除套语外无可比内容"]
    ratio = fuzz.ratio(*cores) / 100
    within = fuzz.partial_ratio(*cores, score_cutoff=_UNLIKE) / 100 if shortest >= 2 * _SHORTEST else 0.0
    share = max(ratio, 0.97 * within)
    reasons = [f"标题去套语后相似度 {share:.0%}"]
    if all(names) and not _one_in_other(*names):
        # two plans of one city differ in one character
        return min(round(share * share, 3), _OTHER_NAME), [*reasons, "书名号内文件名不同"]
    return round(share * share, 3), reasons


def _one_in_other(ones: Iterable[str], others: Iterable[str]) -> bool:
    return any(a in b or b in a for a in map(_bare, ones) for b in map(_bare, others))


def _bare(name: str) -> str:
    return _ROUND.sub("", _OF_YEAR.sub("", name)).replace("()", "")


@lru_cache(maxsize=8192)
def _names(title: str, formula: re.Pattern[str]) -> frozenset[str]:
    return frozenset(core(name, formula) for name in BOOK.findall(title)) - {""}


@lru_cache(maxsize=8192)
def core(title: str, formula: re.Pattern[str]) -> str:
    """Return the title for comparison without the words of `formula`."""
    return formula.sub("", normalise(formula.sub("", title)))


def differ(one: str, other: str) -> bool:
    """Return whether both titles name years, rounds, or five-year plans, and none of them is the same."""
    return any(a and b and not a & b for a, b in zip(_editions(one), _editions(other), strict=True))


@lru_cache(maxsize=8192)
def _editions(title: str) -> tuple[frozenset[str], frozenset[str], frozenset[str]]:
    return frozenset(_YEAR.findall(title)), frozenset(_ROUND.findall(title)), frozenset(_PLAN.findall(title))


def days_between(first: DateRead | None, second: DateRead | None) -> tuple[int, bool] | None:
    """Return the days from `first` to `second` and whether they are doubtful; None when either is unknown."""
    if first is None or second is None:
        return None
    doubtful = any(read.disputed_by or read.precision not in {Precision.DAY, Precision.MINUTE}
                   for read in (first, second))  # fmt: skip
    return (second.value - first.value).days, doubtful


def ordinal(published: DateRead | None) -> int:
    """Return a number that rises with the date; 0 for none."""
    return published.value.toordinal() if published else 0
