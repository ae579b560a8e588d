"""An imported ledger as the JSON of DESIGN 6 and as plan YAML for a person to review (docs/plan-format.md)."""

import re
import textwrap
from typing import Any

import yaml
from pydantic import ValidationError

from checks import UnknownCheckError, find_check
from rules.importing.ledger import Imported, ImportedRequirement
from rules.importing.observe import Suggestion

_SLUG = re.compile(r"[^a-z0-9]+")


def as_json(plan: Imported) -> dict[str, Any]:
    """Return the object that `plan import --json` prints."""
    return {
        "title": plan.title,
        "number": plan.number,
        "issuer": plan.issuer,
        "issued": plan.issued.isoformat() if plan.issued else None,
        "year": plan.year,
        "requirements": [_requirement_json(each) for each in plan.requirements],
        "warnings": list(plan.warnings),
        "headings": list(plan.headings),
        "preamble": list(plan.preamble),
        "unassigned": list(plan.unassigned),
        "junk": [{"text": text, "reason": reason} for text, reason in plan.junk],
    }


def _requirement_json(each: ImportedRequirement) -> dict[str, Any]:
    return {
        "id": each.id,
        "task": each.task,
        "text": each.text,
        "lead": list(each.lead),
        "support": list(each.support),
        "groups": list(each.groups),
        "due": each.due.isoformat() if each.due else None,
        "durations": [{"value": one.value, "unit": one.unit, "after": one.after} for one in each.durations],
        "observability": each.observability,
        "checks": list(dict.fromkeys(one.check for one in each.checks)),
    }


def as_yaml(plan: Imported, *, plan_id: str, source: str) -> str:
    """Return a plan file with the official wording.

    Suggested uses whose parameters are complete stand in it; the others, whose numbers a person must give, stand as
    comments. Unresolved facts of the document are written so that `plan validate` names them.
    """
    year = plan.year or 0
    head = {
        "id": plan_id_of(plan_id),
        "title": plan.title or "（文件标题未能读出，请补填）",
        **({"number": plan.number} if plan.number else {}),
        "issuer": plan.issuer or "（印发单位未能读出，请补填）",
        **({"issued": plan.issued} if plan.issued else {}),
        "period": [f"{year}-01-01", f"{year}-12-31"] if year else [],
        "source": source,
        "scoring": {"model": "weighted"},
    }
    lines = [*(f"# check this: {warning}" for warning in plan.warnings), _dump(head).rstrip(), "requirements:"]
    for each in plan.requirements:
        lines += [_requirement_yaml(each)]
    return "\n".join(lines) + "\n"


def plan_id_of(name: str) -> str:
    """Return the plan id that a name comes to: small letters, digits and hyphens; "" when it has none of them."""
    return _SLUG.sub("-", name.lower()).strip("-")


def _requirement_yaml(each: ImportedRequirement) -> str:
    ready = [one for one in each.checks if _is_complete(one)]
    observability = each.observability if ready or each.observability == "offline" else "partial"
    data: dict[str, Any] = {
        "id": each.id,
        "task": each.task or "（未分类）",
        "text": each.text,
        "responsible": {
            "lead": [*each.lead, *each.leading],
            "support": [*each.support, *(group for group in each.groups if group not in each.leading)],
        },
        **({"due": each.due} if each.due else {}),
        "observability": observability,
        "why": each.why,
        **({"uses": [{"check": one.check, "params": one.params, "on": one.on} for one in ready]} if ready else {}),
    }
    body = textwrap.indent(_dump(data).rstrip(), "    ")
    notes = [
        f"    # suggested: {one.check}: {one.reason}; give its parameters" for one in each.checks if one not in ready
    ]
    return "\n".join(["  - " + body.lstrip(), *notes])


def _is_complete(suggestion: Suggestion) -> bool:
    try:
        find_check(suggestion.check).params.model_validate(suggestion.params)
    except (ValidationError, UnknownCheckError):
        return False
    return True


def _dump(data: dict[str, Any]) -> str:
    return yaml.safe_dump(data, allow_unicode=True, sort_keys=False, width=110)
