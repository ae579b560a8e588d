"""Values to rows and back."""

import hashlib
from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Any

import msgspec

from crawler.model import Evidence, Kind, Outcome, Picture, Provenance, Purpose, Visit, Wanted, facts_from_json

_PROVENANCE = msgspec.json.Decoder(tuple[Provenance, ...])


def visit_row(run: int, key: str, visit: Visit) -> dict[str, Any]:
    """Return the row of `visits` for `visit`, made in `run` for the fetch with `key`."""
    return {
        "run": run,
        "site": visit.site,
        "key": key,
        "url": visit.url,
        "purpose": visit.purpose.value,
        "column": visit.column,
        "number": visit.number,
        "outcome": visit.outcome.value,
        "seen_at": moment_text(visit.seen_at),
        "status": visit.status,
        "final_url": visit.final_url,
        "media_type": visit.media_type,
        "rendered": int(visit.rendered),
        "warc": visit.warc,
        "offset": visit.offset,
        "digest": visit.digest,
        "size": visit.size,
        "note": visit.note,
        "etag": visit.etag,
        "last_modified": visit.last_modified,
        "revisit": int(visit.revisit),
        "picture": None if visit.picture is None else _json(visit.picture),
    }


def visit_from_row(row: Mapping[str, Any]) -> Visit:
    """Return the visit that `row` of `visits` holds."""
    return Visit(
        site=row["site"],
        url=row["url"],
        purpose=Purpose(row["purpose"]),
        outcome=Outcome(row["outcome"]),
        seen_at=moment(row["seen_at"]),
        column=row["column"],
        number=row["number"],
        final_url=row["final_url"],
        status=row["status"],
        media_type=row["media_type"],
        rendered=bool(row["rendered"]),
        warc=row["warc"],
        offset=row["offset"],
        digest=row["digest"],
        size=row["size"],
        note=row["note"],
        etag=row["etag"],
        last_modified=row["last_modified"],
        revisit=bool(row["revisit"]),
        picture=None if row["picture"] is None else msgspec.json.decode(row["picture"], type=Picture),
    )


def facts_row(evidence: Evidence) -> dict[str, str] | None:
    """Return the row of `facts` that `evidence` shares with every piece that says the same; None without facts."""
    if evidence.facts is None:
        return None
    text = _json(evidence.facts)
    return {"digest": hashlib.sha256(text.encode()).hexdigest()[:32], "json": text}


def evidence_row(evidence: Evidence, facts: str | None) -> dict[str, Any]:
    """Return the row of `evidence` for `evidence`; `facts` is the digest of the row that its facts have."""
    return {
        "id": evidence.id,
        "site": evidence.site,
        "kind": evidence.kind.value,
        "subject": evidence.subject,
        "outcome": evidence.outcome.value,
        "seen_at": moment_text(evidence.seen_at),
        "said": facts,
        "provenance": _json(evidence.provenance),
    }


def evidence_from_row(row: Mapping[str, Any]) -> Evidence:
    """Return the evidence that `row` of `evidence` holds. Raises msgspec.ValidationError for foreign shapes."""
    kind = Kind(row["kind"])
    return Evidence(
        id=row["id"],
        site=row["site"],
        kind=kind,
        subject=row["subject"],
        outcome=Outcome(row["outcome"]),
        facts=None if row["facts"] is None else facts_from_json(kind, row["facts"]),
        seen_at=moment(row["seen_at"]),
        provenance=_PROVENANCE.decode(row["provenance"]),
    )


def wanted_row(wanted: Wanted) -> dict[str, str]:
    """Return the row of `wanted`; its digest says whether two runs gather the same."""
    text = _json(wanted)
    return {"digest": hashlib.sha256(text.encode()).hexdigest()[:16], "json": text}


def wanted_from_json(text: str) -> Wanted:
    """Return the wanted things that `text` spells. Raises msgspec.ValidationError for foreign shapes."""
    return msgspec.json.decode(text, type=Wanted)


def moment_text(moment: datetime) -> str:
    """Return a UTC moment as ISO 8601 with seconds."""
    return moment.astimezone(UTC).isoformat(timespec="seconds")


def moment(text: str) -> datetime:
    """Return the moment that `moment_text` wrote."""
    return datetime.fromisoformat(text)


def _json(value: object) -> str:
    return msgspec.json.encode(value, order="deterministic").decode()
