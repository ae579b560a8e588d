"""The JSON Schema of a plan file, for editors: the models of `rules.model` with each check's own parameters.

`python -m rules.schema > docs/plan.schema.json` writes the committed copy.
"""

import json
import sys
from typing import Any

from checks import all_checks
from rules.model import Plan


def plan_schema() -> dict[str, Any]:
    """Return the schema; a use's `params` must fit the check that it names."""
    schema = Plan.model_json_schema()
    checks = all_checks()
    use = schema["$defs"]["Use"]
    use["properties"]["check"] = {"enum": [check.id for check in checks], "title": "Check", "type": "string"}
    use["allOf"] = []
    for check in checks:
        params = check.params.model_json_schema(ref_template=f"#/$defs/{check.id}.{{model}}")
        for name, inner in params.pop("$defs", {}).items():
            schema["$defs"][f"{check.id}.{name}"] = inner
        schema["$defs"][check.id] = params
        named = {"properties": {"check": {"const": check.id}}}
        use["allOf"].append({"if": named, "then": {"properties": {"params": {"$ref": f"#/$defs/{check.id}"}}}})
    return {"$schema": "https://json-schema.org/draft/2020-12/schema", **schema}


def schema_text() -> str:
    """Return the schema as it is committed."""
    return json.dumps(plan_schema(), ensure_ascii=False, indent=1, sort_keys=True) + "\n"


if __name__ == "__main__":
    sys.stdout.write(schema_text())
