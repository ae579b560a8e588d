"""Does a link's title name a wanted column? Exact name before synonym before containment; negatives rule out."""

import re
import unicodedata
from dataclasses import dataclass
from enum import IntEnum
from functools import lru_cache

from crawler.model import ColumnWanted

_NOISE = re.compile(r"[\s·•|>»›<《》“”\"'【】\[\]()（）:：、，,。.!！+＋*◆■●▪-]+")
_MORE = re.compile(
    r"^(?:查看)?(?:更多|more|全部|详情|进入|点击(?:查看|进入))(?:信息|内容|\W)*$|^[>»›+]+$", re.IGNORECASE
)
_DOCUMENT_TITLE = re.compile(r"关于|(?:19|20)\d\d\s*年|《|〔|第[一二三四五六七八九十\d]+[期号次届]|召开|举行|开展|印发")
_LONGEST_NAME = 18
_MOST_AROUND = 8
_SURE_LENGTH = 4


class Grade(IntEnum):
    """How well a title names a column."""

    PART = 1
    CONTAINS = 2
    SYNONYM = 3
    NAME = 4


@dataclass(frozen=True, slots=True)
class Match:
    """A grade with the reason that reports show."""

    grade: Grade
    reason: str


@lru_cache(maxsize=16_384)
def plain(title: str) -> str:
    """Return the title without blanks, brackets and punctuation, in one width and case."""
    return _NOISE.sub("", unicodedata.normalize("NFKC", title)).lower()


def says_more(title: str) -> bool:
    """True for 更多, more and arrows: the link's meaning is in the heading above it."""
    return not title.strip() or _MORE.match(title.strip()) is not None


def match(title: str, wanted: ColumnWanted) -> Match | None:
    """Return how the title names the column, or None when it does not, or when a negative phrase rules it out."""
    name = plain(title)
    if not name:
        return None
    if any(plain(each) == name for each in wanted.names):
        return Match(Grade.NAME, f"名称“{title.strip()}”为标准名称")
    if any(plain(each) in name for each in wanted.negatives):
        return None
    if any(plain(each) == name for each in wanted.synonyms):
        return Match(Grade.SYNONYM, f"名称“{title.strip()}”为常见别名")
    if len(name) > _LONGEST_NAME or _DOCUMENT_TITLE.search(title):
        return None
    return _contained(title, name, wanted)


def _contained(title: str, name: str, wanted: ColumnWanted) -> Match | None:
    phrases = [phrase for each in (*wanted.names, *wanted.synonyms) if (phrase := plain(each)) and phrase in name]
    longest = max(phrases, key=len, default="")
    if not longest or len(name) - len(longest) > _MOST_AROUND:
        return None
    grade = Grade.CONTAINS if len(longest) >= _SURE_LENGTH else Grade.PART
    return Match(grade, f"名称“{title.strip()}”含“{longest}”")
