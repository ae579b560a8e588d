"""Where a column is: looked for in every place, the likeliest first, until a candidate is confirmed."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from urllib.parse import urljoin

from crawler.model import ColumnWanted, Look, Outcome, Place, Purpose
from crawler.platforms import Fetch
from crawler.survey.budget import Budget
from crawler.survey.desk import Desk, Errand
from crawler.survey.discovery import Candidate, Signposts, confirmation
from crawler.survey.naming import Grade
from crawler.survey.seen import Seen
from crawler.survey.sitemaps import ROBOTS, USUAL, leads_to_map

_DEPTH = 3
_MOST_MAPS = 3
_NO_MAP = frozenset({Outcome.NOT_FOUND, Outcome.SOFT_NOT_FOUND, Outcome.UNREADABLE, Outcome.ROBOTS_FORBIDDEN})
"""Answers to the usual address of a site map that say that there is none for us."""
_PARENT_TRIES = 2


@dataclass(frozen=True, slots=True)
class Found:
    """Where a column was looked for and which candidate was taken.

    `seen` is the confirmed page; with a candidate but without a page the column is named by the site and could not be
    opened (`failure`) or lies off the site. `missed` are better candidates that failed to open.
    """

    wanted: ColumnWanted
    looks: tuple[Look, ...]
    candidates: tuple[Candidate, ...] = ()
    taken: Candidate | None = None
    seen: Seen | None = None
    failure: Seen | None = None
    reasons: tuple[str, ...] = ()
    missed: tuple[Seen, ...] = ()


class ColumnSearch:
    """Finds the columns of one site; shares what was seen among them."""

    def __init__(
        self, desk: Desk, posts: Signposts, budget: Budget, known: Mapping[str, ColumnWanted], pins: Mapping[str, str]
    ) -> None:
        self._desk = desk
        self._posts = posts
        self._budget = budget
        self._known = known
        self._pins = pins

    def find(self, wanted: ColumnWanted) -> Errand[Found]:
        """Look in every place, the likeliest first; open candidates until one is confirmed."""
        looks: dict[str, Look] = {}
        tried: dict[str, Seen | None] = {}
        for step, least in enumerate((Grade.SYNONYM, Grade.SYNONYM, Grade.SYNONYM, Grade.PART, Grade.PART)):
            if step == 0:
                yield from self._open_trees(wanted, looks)
            elif step == 1:
                yield from self._open_parents(wanted, looks, frozenset({wanted.column}))
            elif step == 2:  # noqa: PLR2004 - the third step
                yield from self._open_hubs(looks)
            elif step == 4:  # noqa: PLR2004 - the last step
                yield from self._open_machine_maps(looks)
                yield from self._render_home(looks)
            candidates = self._posts.candidates(wanted, self._pins.get(wanted.column))
            for candidate in candidates:
                if candidate.grade < least or candidate.url in tried:
                    continue
                if sum(1 for each in tried.values() if each is not None) >= self._budget.candidates:
                    break
                if not self._desk.territory.credits(candidate.url):
                    tried[candidate.url] = None
                    continue
                seen = yield from self._desk.open(Fetch(candidate.url, Purpose.COLUMN, column=wanted.column))
                tried[candidate.url] = seen
                if not seen.ok:
                    looks[candidate.url] = Look(candidate.place, candidate.url, seen.outcome)
                    continue
                why = confirmation(wanted, candidate, seen, self._desk.territory.home)
                if why is not None:
                    reasons = (*candidate.reasons, *why)
                    failed = tuple(each for each in tried.values() if each is not None and not each.ok)
                    return Found(
                        wanted, tuple(looks.values()), candidates, candidate, seen, reasons=reasons, missed=failed
                    )
        return self._unconfirmed(wanted, looks, tried)

    def _unconfirmed(self, wanted: ColumnWanted, looks: dict[str, Look], tried: dict[str, Seen | None]) -> Found:
        """Nothing confirmed: a fully named link that failed or leads off the site still says that the column exists."""
        candidates = self._posts.candidates(wanted, self._pins.get(wanted.column))
        named = [each for each in candidates if each.grade >= Grade.SYNONYM and each.url in tried]
        failed = next((each for each in named if (seen := tried[each.url]) is not None and not seen.ok), None)
        taken = failed or next((each for each in named if tried[each.url] is None), None)
        if taken is None:
            return Found(wanted, tuple(looks.values()), candidates)
        return Found(wanted, tuple(looks.values()), candidates, taken, failure=tried[taken.url], reasons=taken.reasons)

    def _open_parents(self, wanted: ColumnWanted, looks: dict[str, Look], trail: frozenset[str]) -> Errand[None]:
        """Open the pages under which the column is usually kept, and first those under which these are kept."""
        for name in wanted.parents:
            parent = self._known.get(name)
            if parent is None or name in trail:
                continue
            places = self.sure(parent)
            if not places and len(trail) < _DEPTH:
                yield from self._open_parents(parent, looks, trail | {name})
                places = self.sure(parent)
            for candidate in places[:_PARENT_TRIES]:
                if (yield from self._look_into(candidate.url, looks)):
                    break

    def _open_hubs(self, looks: dict[str, Look]) -> Errand[None]:
        for url in self._posts.hubs(self._budget.hubs):
            yield from self._look_into(url, looks)

    def _open_machine_maps(self, looks: dict[str, Look]) -> Errand[None]:
        """Look into sitemap.xml, or into the site maps that robots.txt names, for columns that no page links to.

        That there is none says nothing; one that is there, or named, and cannot be read leaves the search unfinished.
        """
        territory = self._desk.territory
        if territory.section:
            return
        usual = yield from self._desk.open(Fetch(urljoin(territory.front, USUAL), Purpose.SITE_MAP))
        named: tuple[str, ...] = ()
        if not usual.ok:
            robots = yield from self._desk.open(Fetch(urljoin(territory.front, ROBOTS), Purpose.SITE_MAP))
            named = _addresses(robots)
        elif all(leads_to_map(url) for url in _addresses(usual)):
            named = _addresses(usual)
        if usual.outcome not in _NO_MAP:
            looks[usual.fetch.url] = Look(Place.SITE_MAP, usual.fetch.url, usual.outcome)
        self._posts.add_addresses(usual)
        for url in named[:_MOST_MAPS]:
            if territory.credits(url):
                seen = yield from self._desk.open(Fetch(url, Purpose.SITE_MAP))
                self._posts.add_addresses(seen)
                looks[url] = Look(Place.SITE_MAP, url, seen.outcome)

    def _render_home(self, looks: dict[str, Look]) -> Errand[None]:
        """Look at the home page once more as a browser shows it: menus may be written by scripts.

        Only now, when the column was found nowhere else: absence is the one claim that a script could make false.
        Without a browser the look fails, and absence is not claimed.
        """
        home = self._desk.home
        if home is None or home.fetch.browser or home.reading is None or not home.reading.scripted:
            return
        (seen,) = yield from self._desk.ask(replace(home.fetch, browser=True))
        self._posts.add(seen)
        looks[f"{seen.fetch.url} rendered"] = Look(Place.HOME, seen.fetch.url, seen.outcome)

    def _open_trees(self, wanted: ColumnWanted, looks: dict[str, Look]) -> Errand[None]:
        """Open the platform's tree, where the site has one, unless the column is fully named already."""
        trees = self._posts.trees()
        for url in trees if trees and not self.sure(wanted) else ():
            yield from self._look_into(url, looks)

    def _look_into(self, url: str, looks: dict[str, Look]) -> Errand[bool]:
        seen = yield from self._desk.open(Fetch(url, Purpose.SECTION))
        self._posts.add(seen, Place.SECTION)
        place = Place.PLATFORM_TREE if seen.reading and seen.reading.tree else Place.SECTION
        looks[url] = Look(place, url, seen.outcome)
        return seen.ok

    def sure(self, wanted: ColumnWanted) -> tuple[Candidate, ...]:
        """Return the candidates on the site that are fully named as the column, the likeliest first."""
        candidates = self._posts.candidates(wanted, self._pins.get(wanted.column))
        return tuple(
            each for each in candidates if each.grade >= Grade.SYNONYM and self._desk.territory.credits(each.url)
        )


def _addresses(seen: Seen) -> tuple[str, ...]:
    reading = seen.reading if seen.ok else None
    return tuple(link.url for link in reading.addresses) if reading is not None else ()
