"""How the public may comment on a draft."""

from dataclasses import dataclass
from enum import StrEnum


class Channel(StrEnum):
    """A way for comments to arrive."""

    POST = "post"
    EMAIL = "email"
    PHONE = "phone"
    FAX = "fax"
    FORM = "form"


@dataclass(frozen=True, slots=True)
class WayToComment:
    """One way that a notice names: its address or number as printed, and the line that says so.

    For a FORM the value is the address of the page that takes comments, or the words that name it.
    """

    channel: Channel
    value: str
    quote: str
