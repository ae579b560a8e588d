"""Interaction (政民互动): where the public can write to an office, and letters published with their replies."""

from dataclasses import dataclass
from datetime import date

from crawler.model.page import DateRead


@dataclass(frozen=True, slots=True)
class Entrance:
    """A page on which the public can write: the form's fields by name, and what stands in the way of using it.

    `writes` is true when it has room for a text and a way to send it. `login` is true when the page asks for an
    account before it shows its form. Nothing was ever filled in or sent.
    """

    url: str
    title: str
    writes: bool
    fields: tuple[str, ...] = ()
    login: bool = False
    off_site: bool = False


@dataclass(frozen=True, slots=True)
class Interaction:
    """What a column for letters offers: its entrances, and the statistics it shows as printed.

    `unread` lists the pages named as an entrance that could not be opened, as `outcome url`; `scripted` is true when
    scripts run on the column's page, which may insert what its bytes do not show.
    """

    entrances: tuple[Entrance, ...] = ()
    statistics: str | None = None
    unread: tuple[str, ...] = ()
    scripted: bool = False


@dataclass(frozen=True, slots=True)
class MessageFacts:
    """One published letter with its reply.

    `received` and `replied` are the days that the page labels so (受理、来信; 答复、办结), None when it does not.
    `question` and `answer` are cut at 300 characters. `status` is the state as printed (已办结, 办理中).
    `labels` are all labels of the letter's table or head, as printed.
    """

    column: str
    url: str
    title: str
    published: DateRead | None = None
    listed: date | None = None
    received: date | None = None
    replied: date | None = None
    department: str | None = None
    question: str | None = None
    answer: str | None = None
    status: str | None = None
    labels: tuple[str, ...] = ()
