"""Contradictions and gaps in what a page says about whose page it is (NORMS 1.7, 2.1)."""

from dataclasses import dataclass
from enum import StrEnum


class ConflictKind(StrEnum):
    """What is wrong between the places that identify a site."""

    CODES_DIFFER = "codes-differ"
    CODE_MALFORMED = "code-malformed"
    DOMAIN_DIFFERS = "domain-differs"
    DOMAIN_MALFORMED = "domain-malformed"
    NAME_DIFFERS = "name-differs"
    PROVINCE_DIFFERS = "province-differs"
    TAG_NULL = "tag-null"
    TAG_EMPTY = "tag-empty"
    TAG_MISSING = "tag-missing"
    TAG_REPEATED = "tag-repeated"
    TAG_DIFFERS = "tag-differs"
    ICP_MALFORMED = "icp-malformed"
    POLICE_MALFORMED = "police-malformed"
    MARK_MISSING = "mark-missing"
    REPORT_LINK_STALE = "report-link-stale"


@dataclass(frozen=True, slots=True)
class Said:
    """One place of the page and what it says, cut at 200 characters."""

    where: str
    value: str


@dataclass(frozen=True, slots=True)
class Conflict:
    """One conflict about one item (a tag's name, 网站标识码 …) with the places and a Chinese reason.

    `certain` is False where another reading is possible: a script may add the mark, the norm's flag of the tag is not
    verified, two names may mean one body.
    """

    kind: ConflictKind
    about: str
    values: tuple[Said, ...]
    reason: str
    certain: bool = True
