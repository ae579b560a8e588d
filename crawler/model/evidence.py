"""Evidence: a fact about a place, with the way back to the bytes (DESIGN 2.4)."""

import hashlib
from dataclasses import dataclass
from datetime import datetime
from typing import Any

import msgspec

from crawler.model.facts import FACTS_OF, Facts, Kind
from crawler.model.outcome import Outcome


@dataclass(frozen=True, slots=True)
class Provenance:
    """Where the bytes are: the address asked, when (UTC), and the WARC record with the digest of its payload.

    `warc`, `offset` and `digest` are None for looks without a stored body (a refused connection, a DNS answer).
    """

    url: str
    seen_at: datetime
    outcome: Outcome
    status: int | None = None
    warc: str | None = None
    offset: int | None = None
    digest: str | None = None
    extractor: str | None = None


@dataclass(frozen=True, slots=True)
class Evidence:
    """One piece of evidence about one site.

    `subject` names the thing within the site: a column id, a page's URL, a host name. `facts` is None exactly when
    `outcome` is not OK. `id` is a digest of everything else, so that merging stores twice changes nothing.
    """

    id: str
    site: str
    kind: Kind
    subject: str
    outcome: Outcome
    facts: Facts | None
    seen_at: datetime
    provenance: tuple[Provenance, ...]


def evidence(
    *,
    site: str,
    kind: Kind,
    subject: str,
    outcome: Outcome,
    facts: Facts | None,
    seen_at: datetime,
    provenance: tuple[Provenance, ...],
) -> Evidence:
    """Return the evidence with its content id.

    Raises ValueError when facts and outcome contradict each other, TypeError when the facts are of another kind.
    """
    if (facts is None) == (outcome is Outcome.OK):
        raise ValueError(f"evidence of {kind} {subject!r}: outcome {outcome} does not go with facts {facts!r}")
    if facts is not None and not isinstance(facts, FACTS_OF[kind]):
        raise TypeError(f"evidence of {kind} {subject!r} needs {FACTS_OF[kind].__name__}, not {type(facts).__name__}")
    content = msgspec.json.encode((site, kind, subject, outcome, facts, seen_at, provenance), order="deterministic")
    name = hashlib.sha256(content).hexdigest()[:16]
    return Evidence(name, site, kind, subject, outcome, facts, seen_at, provenance)


def facts_digest(evidence: Evidence) -> str | None:
    """Return 12 hexadecimal digits of the facts alone, whenever and wherever they were read; None without facts."""
    if evidence.facts is None:
        return None
    return hashlib.sha256(msgspec.json.encode(evidence.facts, order="deterministic")).hexdigest()[:12]


def facts_from_json(kind: Kind, data: bytes | str) -> Facts:
    """Return the facts of `kind` that `data` spells. Raises msgspec.ValidationError on any other shape."""
    facts: Any = msgspec.json.decode(data, type=FACTS_OF[kind])
    return facts  # type: ignore[no-any-return]  # the table FACTS_OF cannot tell mypy which type it holds
