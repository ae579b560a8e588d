"""Words of advertisers in official text, told from official text about them (the list: spam_words.txt)."""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from importlib import resources

from crawler.model.typography import half_width

_SECTION = re.compile(r"\[([a-z]+)(?: ([a-z]+))?\]")
_NEAR = 60
_MOST = 60
_LONGEST = 400_000
_BLANKS = re.compile(r"\s+")
_MASK = "□"


@dataclass(frozen=True, slots=True)
class Hit:
    """One word found: its topic, whether it advertises by itself, and where in the text."""

    word: str
    topic: str
    sure: bool
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class _Words:
    topics: Mapping[str, tuple[str, bool]]
    chinese: re.Pattern[str]
    latin: Sequence[str]
    innocent: Sequence[str]
    context: re.Pattern[str]
    wide_context: re.Pattern[str]


def advertised(text: str, *, title: str = "") -> tuple[Hit, ...]:
    """Return the words that `text` uses without speaking of the fight against them, each once, at most 60.

    `title` is that of the page: where it speaks of the fight, so does the text. Places count in `flat(text)`.
    """
    bare = flat(text)[:_LONGEST].lower()
    words = _words()
    if not _maybe(bare) or (title and speaks_against(title)):
        return ()
    bare = _masked(bare)
    hits: dict[str, Hit] = {}
    for hit in _found(bare):
        near = bare[max(0, hit.start - _NEAR) : hit.end + _NEAR]
        if hit.word not in hits and not words.context.search(near) and not words.wide_context.search(near):
            hits[hit.word] = hit
        if len(hits) == _MOST:
            break
    return tuple(hits.values())


def advertised_in_title(title: str) -> tuple[Hit, ...]:
    """Return the same for a title or a tag; there an authority's name is no excuse, only words of the fight are."""
    bare = _masked(flat(title)[:_LONGEST].lower())
    if _words().context.search(bare):
        return ()
    hits = {hit.word: hit for hit in reversed(tuple(_found(bare)))}
    return tuple(reversed(hits.values()))[:_MOST]


def speaks_against(text: str) -> bool:
    """Return whether a title speaks of the fight against such things."""
    return _words().context.search(flat(text)) is not None


def flat(text: str) -> str:
    """Return the text in half width without blanks, which intruders put between the characters."""
    return _BLANKS.sub("", half_width(text))


def _maybe(text: str) -> bool:
    """Whether any word is in the text: one pass for the words that begin with a Chinese character."""
    words = _words()
    return words.chinese.search(text) is not None or any(word in text for word in words.latin)


def _masked(text: str) -> str:
    """The text with look-alikes blotted out; places stay."""
    for word in _words().innocent:
        if word in text:
            text = text.replace(word, _MASK * len(word))
    return text


def _found(text: str) -> Iterator[Hit]:
    """Every word in the text, in its order; a phrase hides the words in it."""
    topics = _words().topics
    present = [word for word in topics if word in text]
    if not present:
        return
    for match in _any(present).finditer(text):
        topic, sure = topics[match[0]]
        yield Hit(match[0], topic, sure, match.start(), match.end())


@cache
def _words() -> _Words:
    sections: dict[tuple[str, str], list[str]] = {}
    current: list[str] = []
    for line in resources.files("crawler.extract.sites").joinpath("spam_words.txt").read_text("utf-8").splitlines():
        head = _SECTION.fullmatch(line.strip())
        if head:
            current = sections.setdefault((head[1], head[2] or ""), [])
        elif not line.startswith("#"):
            current += line.lower().split()
    topics = {
        word: (topic, weight == "sure")
        for (topic, weight), words in sections.items()
        if weight in {"sure", "plain"}
        for word in words
    }
    return _Words(
        topics,
        _any([word for word in topics if not word[0].isascii()]),
        [word for word in topics if word[0].isascii()],
        sections["innocent", ""],
        _any(sections["context", ""]),
        _any(sections["context", "anywhere"]),
    )


def _any(words: Sequence[str]) -> re.Pattern[str]:
    """Longest first, so that a phrase is found before the word in it; Latin words stand alone."""
    parts = (
        (r"(?<![a-z])" if word[0].isascii() else "") + re.escape(word) + (r"(?![a-z])" if word[-1].isascii() else "")
        for word in sorted(words, key=lambda word: (-len(word), word))
    )
    return re.compile("|".join(parts))
