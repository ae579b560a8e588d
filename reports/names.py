"""File names of a report's pages: made from our own ids and digests only, and safe on any file system."""

import hashlib
import re

_PLAIN = re.compile(r"[a-z0-9](?:[a-z0-9.-]{0,78}[a-z0-9])?")
_DIGEST = re.compile(r"(?:(sha1|sha256|sha512|blake2b|md5)[:-])?([0-9a-z]{16,128})", re.IGNORECASE)
_OURS = re.compile(r"(?:(?:unit|requirement|finding|heat)-[a-z0-9_.-]{1,100}|findings(?:-[a-z-]+)?(?:-[0-9]+)?)\.html")

_ARCHIVED = re.compile(r"archive/(?:[0-9a-z]+-)?[0-9a-z]{16,128}\.html")

OVERVIEW = "index.html"
SITES = "sites.html"


def slug(identifier: str) -> str:
    """Return `identifier` when it can stand in a file name and an anchor, else `_` and a digest of it."""
    if _PLAIN.fullmatch(identifier) and ".." not in identifier:
        return identifier
    return "_" + hashlib.sha256(identifier.encode("utf-8", "replace")).hexdigest()[:16]


def unit_page(identifier: str) -> str:
    """Return the name of a unit's page."""
    return f"unit-{slug(identifier)}.html"


def requirement_page(identifier: str) -> str:
    """Return the name of a requirement's page."""
    return f"requirement-{slug(identifier)}.html"


def finding_page(identifier: str) -> str:
    """Return the name of a finding's page."""
    return f"finding-{slug(identifier)}.html"


def heat_page(number: int) -> str:
    """Return the name of the `number`-th page (from 1) of a heat map that does not fit the overview."""
    return f"heat-{number}.html"


def findings_page(verdict: str, number: int) -> str:
    """Return the name of the `number`-th page (from 1) of the list of findings of one verdict."""
    name = "findings" if verdict == "fail" else f"findings-{verdict}"
    return f"{name}.html" if number == 1 else f"{name}-{number}.html"


def archive_page(digest: str) -> str | None:
    """Return the path of the archived copy of the payload with this digest, or None when it is no digest."""
    match = _DIGEST.fullmatch(digest)
    if match is None:
        return None
    algorithm, value = match.groups()
    return f"archive/{algorithm.lower()}-{value.lower()}.html" if algorithm else f"archive/{value.lower()}.html"


def row_anchor(requirement: str) -> str:
    """Return the anchor of one requirement on a unit's page."""
    return f"r-{slug(requirement)}"


def is_page_name(name: str) -> bool:
    """Say whether `name` is one that a report gives its own pages, the overview and the site page apart."""
    return _OURS.fullmatch(name) is not None


def is_archive_name(name: str) -> bool:
    """Say whether `name` is one that a report gives an archived copy."""
    return _ARCHIVED.fullmatch(name) is not None
