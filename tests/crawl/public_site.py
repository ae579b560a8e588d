"""Run inside a network namespace: a site on a public address that tries to lead the crawler to private ones."""

import json
import sys
from contextlib import ExitStack
from datetime import date
from pathlib import Path

from crawler.browser import find_browser
from crawler.gather import GatherSettings, gather
from crawler.model import ColumnWanted, Purpose, Site, SiteWanted, Wanted
from crawler.store import Store
from tests.crawl.servers import Answer, moved, page, serve_names, serve_web

PUBLIC = "11.22.33.44"
PRIVATE = "10.9.8.7"
LIST = "<html><head><title>通知公告</title></head><body><h2>通知公告</h2>{}</body></html>"


def attempts(port: int) -> dict[str, Answer]:
    """How each host of the public address answers for its column page; `port` is that of the private server."""
    secret = f":{port}/secret"
    return {
        "fine": page(LIST.format("")),
        "literal": moved(f"http://{PRIVATE}{secret}"),
        "loopback": moved(f"http://127.0.0.1{secret}"),
        "six": moved(f"http://[::1]{secret}"),
        "decimal": moved(f"http://2130706433{secret}"),
        "named": moved(f"http://inside.test{secret}"),
        "mapped": moved(f"http://[::ffff:127.0.0.1]{secret}"),
        "localhost": moved(f"http://localhost{secret}"),
        "twice": moved("/again"),
        "refresh": page(
            f'<html><head><meta http-equiv="refresh" content="0;url=http://{PRIVATE}{secret}"></head></html>'
        ),
        "script": page(f"<html><script>location.href='http://{PRIVATE}{secret}'</script></html>"),
        "frame": page(LIST.format(f'<iframe src="http://{PRIVATE}{secret}"></iframe>')),
        "shell": page(
            "<html><head><title>通知公告</title></head><body><div id=app></div>"
            f"<script>fetch('http://{PRIVATE}{secret}').then(r=>r.text()).then(t=>document.body.append(t));"
            f"new WebSocket('ws://{PRIVATE}{secret}');var i=new Image();i.src='http://127.0.0.1{secret}';"
            f"setTimeout(()=>{{location.href='http://{PRIVATE}{secret}'}},200)</script></body></html>"
        ),
    }


def main(folder: Path) -> None:
    """Print what private servers were asked, and the outcome of each attempt."""
    with ExitStack() as stack:
        answer = {"/secret": page("secret"), "/robots.txt": page("secret")}
        inside = stack.enter_context(serve_web(answer, address=PRIVATE))
        others = [
            stack.enter_context(serve_web(answer, address=each, port=inside.port)) for each in ("127.0.0.1", "::1")
        ]
        tries = attempts(inside.port)
        routes: dict[str, Answer] = {
            f"{name}.test/": page(
                "<html><head><title>泽安市</title></head><body><a href='/x'>通知公告</a></body></html>"
            )
            for name in tries
        }
        routes |= {f"{name}.test/x": answer for name, answer in tries.items()}
        routes["twice.test/again"] = moved(f"http://{PRIVATE}:{inside.port}/secret")
        routes["rules.test/robots.txt"] = moved(f"http://{PRIVATE}:{inside.port}/robots.txt")
        web = stack.enter_context(serve_web(routes, address=PUBLIC))
        zone = {f"{name}.test": {"A": [PUBLIC]} for name in (*tries, "rules")} | {"inside.test": {"A": [PRIVATE]}}
        resolver = stack.enter_context(serve_names(zone))
        sites = tuple(
            SiteWanted(Site(name, name, f"http://{name}.test:{web.port}/"), (ColumnWanted("notices", ("通知公告",)),))
            for name in (*tries, "rules")
        )
        settings = GatherSettings(resolver=resolver, delay=0, timeout=3, back_off=0.1, browser=find_browser())
        gather(Wanted(date(2022, 2, 15), sites), folder, settings)
        asked = [f"{each.host}{each.path}" for server in (inside, *others) for each in server.asked]
    with Store(folder) as store:
        outcomes = {
            each.site: each.outcome.value
            for each in store.visits()
            if each.purpose is Purpose.COLUMN or (each.site == "rules" and each.purpose is Purpose.HOME)
        }
    print(json.dumps({"asked": asked, "outcomes": outcomes, "public": len(web.asked)}))  # noqa: T201  # for the test


if __name__ == "__main__":
    main(Path(sys.argv[1]))
