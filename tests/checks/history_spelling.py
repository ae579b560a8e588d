"""How cases spell what the nights know: compact YAML becomes the facts of history and watching."""

from datetime import UTC, date, datetime
from typing import Any

from crawler.model import Kind


def moment(value: object) -> datetime:
    """Return 22:00 in Beijing of a day (`2022-01-10`)."""
    day = date.fromisoformat(str(value))
    return datetime(day.year, day.month, day.day, 14, tzinfo=UTC)


def history(subject: str, told: dict[str, Any]) -> dict[str, Any]:
    """An item at the address `subject`: `absent: 3 2022-01-10 2022-01-12`, `gone`, `editions`, `published` as dates."""
    told = dict(told)
    first = told.pop("first_seen")
    absent = told.pop("absent", None)
    return {
        "column": "notices",
        "url": subject,
        "title": "关于绿地养护的通知",
        "published": _read(told.pop("published", None)),
        "listed": None,
        "watched_since": moment(told.pop("watched_since", "2022-01-03")),
        "first_seen": moment(first),
        "absent": None if absent is None else _absent(str(absent)),
        "gone": _gone(told.pop("gone", None)),
        "editions": [_edition(each) for each in told.pop("editions", [])],
    } | told


def watch(subject: str, told: dict[str, Any]) -> dict[str, Any]:
    """The column `subject`, looked at `looks` times since `first_look`."""
    told = dict(told)
    return {
        "column": subject,
        "url": f"http://czj.zean.test/{subject}/",
        "first_look": moment(told.pop("first_look", "2022-01-03")),
        "last_look": moment(told.pop("last_look", "2022-02-14")),
        "looks": 30,
        "items": 20,
        "appeared": 3,
        "documents": 20,
        "redesigns": [
            {"at": moment(each), "known": 200, "moved": 190, "lost": 10} for each in told.pop("redesigns", [])
        ],
    } | told


def _absent(text: str) -> dict[str, Any]:
    looks, first, last = text.split()
    return {"looks": int(looks), "first": moment(first), "last": moment(last)}


def _gone(told: dict[str, Any] | None) -> dict[str, Any] | None:
    if told is None:
        return None
    told = dict(told)
    answers = [each.split() for each in told.pop("answers", [])]
    return {
        "since": moment(told.pop("since")),
        "last_seen": moment(told.pop("last_seen")),
        "looks": 2,
        "together": 1,
        "answers": [{"at": moment(day), "outcome": outcome} for day, outcome in answers],
    } | told


def _edition(text: str) -> dict[str, Any]:
    """`2022-01-05 a 2022-01-04` as the edition `a` first seen on the 5th and dated the 4th; `~` marks a baseline."""
    day, digest, *published = text.split()
    return {
        "seen_at": moment(day),
        "digest": digest.removeprefix("~"),
        "title": "关于绿地养护的通知",
        "published": _read(published[0] if published else None),
        "baseline": digest.startswith("~"),
    }


def _read(value: object) -> dict[str, Any] | None:
    if value is None:
        return None
    day, *source = str(value).split()
    return {"value": day, "precision": "day", "read_from": source[0] if source else "label"}


SPELLED = {Kind.HISTORY: history, Kind.WATCH: watch}
