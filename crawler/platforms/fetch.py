"""What to ask a site for next, as a value: surveys and platforms say it, gathering does it."""

import hashlib
from dataclasses import dataclass
from typing import Literal

from crawler.model import Purpose

_LONGEST_KEY = 2000
"""Characters of a form in a fetch's key; longer ones (ASP.NET's view state) stand there by their digest."""


@dataclass(frozen=True, slots=True)
class Fetch:
    """One address to ask. `form` is the body of a POST; `browser` asks for the page as a browser renders it.

    `column` and `number` say for which column and which of its list pages (from 1) it is asked.
    """

    url: str
    purpose: Purpose
    column: str | None = None
    number: int | None = None
    method: Literal["GET", "POST", "HEAD"] = "GET"
    form: tuple[tuple[str, str], ...] = ()
    browser: bool = False
    referer: str | None = None

    @property
    def key(self) -> str:
        """What makes two fetches the same request: method, address, form, and whether a browser renders it."""
        fields = "&".join(f"{name}={value}" for name, value in self.form)
        if len(fields) > _LONGEST_KEY:
            fields = f"form-sha256:{hashlib.sha256(fields.encode()).hexdigest()}"
        return " ".join((self.method, self.url, fields, "browser" if self.browser else "plain"))
