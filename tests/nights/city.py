"""A small portal on disk, served by nginx with its ETags, and gatherings of it night after night."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

from crawler.gather import GatherSettings, GatherSummary, gather
from crawler.model import ColumnWanted, DocumentsWanted, Evidence, Kind, Reading, Site, SiteWanted, Wanted
from crawler.model.freshness import Freshness
from crawler.store import Store
from tests.crawl.nginx import Nginx, serve_nginx

FIRST = datetime(2022, 2, 15, 17, 0, tzinfo=UTC)
"""One o'clock at night in Beijing."""
APART = timedelta(hours=23, minutes=50)
"""From night to night; a robots.txt may be used for 24 hours, and no test shall depend on seconds."""
ITEMS = 20
PER_PAGE = 12
_TEXT = "各有关单位要认真落实本通知的各项要求。" * 20
_FOOT = "</body></html>"


def write_site(folder: Path, items: int = ITEMS) -> None:
    """Write the portal: a home page, a list of two pages and its documents, the newest first."""
    (folder / "tzgg").mkdir(parents=True, exist_ok=True)
    names = [f"关于第{n}项工作安排的通知公告" for n in range(items, 0, -1)]
    head = "<html><head><meta charset='utf-8'><title>{0}</title></head><body>"
    latest = f"<a href='/tzgg/{items}.html'>{names[0]}</a>"
    _write(folder / "index.html", head.format("泽安市人民政府") + f"<a href='/tzgg/'>通知公告</a>{latest}" + _FOOT)
    pages = -(-items // PER_PAGE)
    for number in range(pages):
        shown = range(items - number * PER_PAGE, max(0, items - (number + 1) * PER_PAGE), -1)
        rows = "".join(f"<li><a href='/tzgg/{n}.html'>{names[items - n]}</a><span>{_day(n)}</span></li>" for n in shown)
        onward = f"<a href='/tzgg/index_{number + 1}.html'>下一页</a>" if number + 1 < pages else ""
        body = f"<a href='/'>首页</a><ul>{rows}</ul><div>共{pages}页 {onward}</div>"
        name = "index.html" if number == 0 else f"index_{number}.html"
        _write(folder / "tzgg" / name, head.format("通知公告") + body + _FOOT)
    for n in range(1, items + 1):
        write_document(folder, n)


def write_document(folder: Path, number: int, text: str = _TEXT) -> None:
    """Write one document."""
    name = f"关于第{number}项工作安排的通知公告"
    _write(
        folder / "tzgg" / f"{number}.html",
        f"<html><head><meta charset='utf-8'><title>{name}</title></head><body><a href='/'>首页</a><h1>{name}</h1>"
        f"<p>发布时间：{_day(number)}</p><div>{text}</div>" + _FOOT,
    )


def _day(number: int) -> str:
    return f"2022-01-{number:02d}"


def _write(path: Path, text: str) -> None:
    if not path.exists() or path.read_text(encoding="utf-8") != text:
        path.write_text(text, encoding="utf-8")


@dataclass
class Nights:
    """The portal being served, and the folder of its evidence."""

    site: Path
    out: Path
    nginx: Nginx
    asked: int = 0

    @property
    def wanted(self) -> Wanted:
        """The one column with its documents."""
        column = ColumnWanted(
            "notices", ("通知公告",), since=date(2021, 1, 1), documents=(DocumentsWanted(Reading.DOCUMENT),)
        )
        home = f"http://127.0.0.1:{self.nginx.port}/"
        return Wanted(date(2022, 2, 15), (SiteWanted(Site("portal", "泽安市", home), (column,)),))

    def gather(self, night: int, freshness: Freshness | None = Freshness(), **changes: object) -> GatherSummary:  # noqa: B008 - a frozen value
        """Gather as on night `night` from 0."""
        settings = replace(SETTINGS, at=FIRST + night * APART, freshness=freshness)
        return gather(self.wanted, self.out, replace(settings, **changes))  # type: ignore[arg-type]  # test values

    def requests(self) -> list[tuple[str, int]]:
        """What nginx was asked since this was asked last: path and status."""
        log = self.nginx.log()
        new, self.asked = log[self.asked :], len(log)
        return [(each.path, each.status) for each in new]

    def evidence(self) -> tuple[Evidence, ...]:
        """What the last run came to."""
        with Store(self.out) as store:
            return tuple(store.evidence())

    def facts(self) -> list[tuple[object, ...]]:
        """The same without moments and places; what the history notes of each night is not among it."""
        kept = (each for each in self.evidence() if each.kind not in {Kind.HISTORY, Kind.WATCH})
        return [(each.kind, each.subject, each.outcome, each.facts) for each in kept]


SETTINGS = GatherSettings(allow_private=True, delay=0, timeout=5, back_off=0.1, fresh=True)


@contextmanager
def serve_nights(folder: Path, items: int = ITEMS) -> Iterator[Nights]:
    """Serve the portal from `folder`."""
    write_site(folder / "site", items)
    with serve_nginx(folder / "site", folder / "nginx") as nginx:
        yield Nights(folder / "site", folder / "out", nginx)
