"""Which browser of this machine can render pages; `crawler.net.rendering` uses it."""

import os
import shutil
import sys
from pathlib import Path

_NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable", "chrome")
_ENVIRONMENT = "MINGJIAN_BROWSER"


def find_browser() -> Path | None:
    """Return a Chromium or Chrome of this machine, or None.

    The environment variable MINGJIAN_BROWSER comes first, then the system's browsers, then Playwright's own.
    """
    named = os.environ.get(_ENVIRONMENT)
    if named:
        found = shutil.which(named)
        return None if found is None else Path(found)
    for name in _NAMES:
        found = shutil.which(name)
        if found is not None:
            return Path(found)
    home = Path(os.environ.get("PLAYWRIGHT_BROWSERS_PATH") or Path.home() / ".cache/ms-playwright")
    own = sorted(home.glob("chromium*/chrome-*/*"))
    return next(
        (each for each in reversed(own) if each.name in {"chrome", "headless_shell"} and os.access(each, os.X_OK)), None
    )


def main() -> int:
    """Print the browser's path for the set-up script; return 1 when there is none."""
    browser = find_browser()
    if browser is None:
        return 1
    print(browser)  # noqa: T201 - the set-up script reads it
    return 0


if __name__ == "__main__":
    sys.exit(main())
