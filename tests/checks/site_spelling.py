"""How cases spell what a site shows as a whole: compact YAML becomes the fields of the facts."""

from datetime import date
from typing import Any

from crawler.model import Kind


def front(told: dict[str, Any], home: str) -> dict[str, Any]:
    """Return the fields of a home page's front; a static page whose every document link is dated, unless told."""
    looks = told.pop("looks", ["home ok"])
    return (
        {"scripted": False}
        | told
        | {
            "tags": [{"where": name, "value": value} for name, value in told.pop("tags", {}).items()],
            "links": [link(each, home) for each in told.pop("links", [])],
            "aids": [_aid(each) for each in told.pop("aids", [])],
            "items": [_item(each, home) for each in told.pop("items", [])],
            "looks": [_look(each, home) for each in looks],
        }
    )


def link(text: str, home: str) -> dict[str, str]:
    """Return `执法公示 http://…` as a link; a link of a picture without wording is its address alone."""
    *title, last = text.split(" ")
    if not last.startswith("http"):
        return {"title": text, "url": f"{home}{text}"}
    return {"title": " ".join(title), "url": last}


def conflict(told: dict[str, Any], home: str) -> dict[str, Any]:
    """Return a conflict on a page (the home page unless told); `values` map places to what they say."""
    url = told.pop("url", home)
    values = [{"where": where, "value": value} for where, value in told.pop("values", {}).items()]
    return {"url": url, "conflict": {"about": told["kind"], "reason": "不一致", "values": values} | told}


def sign(told: dict[str, Any], home: str) -> dict[str, Any]:
    """Return a sign of tampering on a page (the home page unless told)."""
    url = told.pop("url", home)
    plain = {"kind": "hidden-words", "strength": "strong", "where": '<div style="left:-9999px">', "quote": "博彩"}
    return {"url": url, "sign": plain | {"reason": "移出屏幕的区块含推广词：博彩"} | told}


def _links(_subject: str, told: dict[str, Any]) -> dict[str, Any]:
    """`page 404 2 标题 http://…`: kind, status (or outcome), number of looks, wording, address."""
    unopened = []
    for each in told.pop("unopened", []):
        to, end, looks, title, url = each.split(" ")
        status = int(end) if end.isdecimal() else None
        outcome = {"404": "not-found", "410": "not-found"}.get(end, "http-error") if status else end
        look = {"url": url, "title": title, "page": "http://czj.zean.test/", "to": to, "outcome": outcome}
        unopened.append(look | {"status": status, "looks": int(looks)})
    plain = {"known_pages": 0, "known_files": 0, "opened_pages": 0, "opened_files": 0}
    return plain | told | {"unopened": unopened}


def _search(_subject: str, told: dict[str, Any]) -> dict[str, Any]:
    """`found 标题`, `nothing 标题`, `failed-404 标题`, `unreadable 标题` as tries of a form that gets."""
    tries = []
    for each in told.pop("tries", []):
        answer, title = each.split(" ", 1)
        word, _, status = answer.partition("-")
        one = {"title": title, "url": f"http://czj.zean.test/search?q={title}", "answer": word, "outcome": "ok"}
        if word == "failed":
            one |= {"status": int(status), "outcome": "not-found" if status == "404" else "http-error"}
        tries.append(one | ({"quote": "没有找到相关结果"} if word == "nothing" else {}))
    form = {"action": "http://czj.zean.test/search", "field": "q"} | (told.pop("form", {}) or {})
    return {"form": None if told.pop("no_form", False) else form, "named": True} | told | {"tries": tries}


def _accessibility(_subject: str, told: dict[str, Any]) -> dict[str, Any]:
    """`serious image-alt 12 图片没有替代文字` as violations: impact, rule, number of elements, words."""
    violations = []
    for each in told.pop("violations", []):
        impact, rule, elements, words = each.split(" ", 3)
        one = {"rule": rule, "impact": impact, "told": words, "elements": int(elements)}
        violations.append(one | {"criteria": ["wcag111"], "examples": ['<img src="a.png">']})
    shown = told.pop("front", None)
    plain = {"url": "http://czj.zean.test/", "engine": "4.12.1", "kept": 30}
    rendered = None if shown is None else front(shown, "http://czj.zean.test/")
    return plain | told | {"violations": violations, "front": rendered}


def _availability(subject: str, told: dict[str, Any]) -> dict[str, Any]:
    """Days as `2022-02-08 24 2 1 24`: visits, failed, unclear, hours that saw a visit."""
    days = []
    for each in told.pop("days", []):
        day, *numbers = each.split()
        names = ("visits", "failed", "unclear", "hours")
        days.append({"day": date.fromisoformat(day)} | dict(zip(names, map(int, numbers), strict=True)))
    ended = [[name, count] for name, count in told.pop("ended", {}).items()]
    plain = {"url": subject, "first": "2022-02-01T00:00:00Z", "last": "2022-02-15T00:00:00Z", "patience": 15.0}
    return plain | told | {"days": days, "ended": ended}


def _tls(subject: str, told: dict[str, Any]) -> dict[str, Any]:
    """A sound certificate unless told otherwise."""
    sound = {"offered": True, "protocol": "TLSv1.3", "not_after": "2022-12-31", "trusted": True, "name_matches": True}
    named = {"host": subject, "port": 443, "subject": subject, "issuer": "CA"}
    return named | (sound if told.get("offered", True) else {}) | told


def _aid(text: str) -> dict[str, str]:
    kind, words = text.split(" ", 1)
    return {"kind": kind, "words": words}


def _item(text: str, home: str) -> dict[str, Any]:
    day, title = text.split(" ", 1)
    return {"date": date.fromisoformat(day), "title": title, "url": f"{home}{title}"}


def _look(text: str, home: str) -> dict[str, str]:
    place, outcome = text.split()
    return {"place": place, "outcome": outcome, "url": f"{home}{place}"}


SPELLED = {
    Kind.LINKS: _links,
    Kind.SEARCH: _search,
    Kind.ACCESSIBILITY: _accessibility,
    Kind.AVAILABILITY: _availability,
    Kind.TLS: _tls,
}
