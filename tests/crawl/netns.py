"""Running a piece of a test in a network namespace of its own, where public addresses can be put on loopback."""

import json
import subprocess
import sys
from pathlib import Path
from typing import Any

MISSING = "this machine allows no network namespaces (unshare, ip), so no public address can be put on loopback"
_UP = "ip link set lo up {addresses} && exec {python} -m {module} {argument}"
_ENTER = ("unshare", "--map-root-user", "--net", "sh", "-c")


def allowed() -> bool:
    """Return whether namespaces can be made here."""
    try:
        done = subprocess.run([*_ENTER, "ip link set lo up"], capture_output=True, check=False, timeout=20)
    except OSError:
        return False
    return done.returncode == 0


def run_inside(module: str, argument: Path, addresses: tuple[str, ...]) -> Any:
    """Run `python -m module argument` where loopback also has `addresses`; return the JSON of its last line."""
    added = "".join(f"&& ip addr add {each} dev lo " for each in addresses)
    script = _UP.format(addresses=added, python=sys.executable, module=module, argument=argument)
    done = subprocess.run([*_ENTER, script], capture_output=True, text=True, check=False, timeout=120)
    if done.returncode:
        raise RuntimeError(done.stderr)
    return json.loads(done.stdout.splitlines()[-1])
