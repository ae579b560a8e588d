"""What one page tells of its site as a whole: read when the page arrives, added up by `crawler.survey.site_facts`."""

from dataclasses import dataclass

from crawler.extract.sites.conflicts import read_conflicts
from crawler.extract.sites.front import outgoing, read_front
from crawler.extract.sites.tampering import read_signs
from crawler.markup import Area, Source
from crawler.model import Conflict, ConflictKind, FrontPage, Link, Page, Purpose, Sign, Strength

_WHOSE = frozenset(
    {ConflictKind.CODES_DIFFER, ConflictKind.DOMAIN_DIFFERS, ConflictKind.NAME_DIFFERS, ConflictKind.PROVINCE_DIFFERS}
)
"""Of pages other than the home page only these are kept: what is missing there is missing on every page."""
_LONGEST_ANSWER = 20_000
_LINKED = frozenset({Purpose.SITE_MAP, Purpose.SEARCH})


@dataclass(frozen=True, slots=True)
class Sitewide:
    """What one page tells of its site.

    `front` is there for the home page, `links` for the site map and for answers of the site's search, `text` (what is
    shown, without menus) for the latter. `checked` says that the page was read for `conflicts` and `signs`; of the
    signs the weak ones are left out.
    """

    front: FrontPage | None = None
    links: tuple[Link, ...] = ()
    conflicts: tuple[Conflict, ...] = ()
    signs: tuple[Sign, ...] = ()
    checked: bool = False
    text: str = ""


NOTHING_SITEWIDE = Sitewide()


def read_sitewide(source: Source, page: Page, purpose: Purpose, *, signs: bool) -> Sitewide:
    """Return what a page tells of its site: the home page always, others for `signs` only where a check wants them."""
    home = purpose is Purpose.HOME
    checked = home or signs
    linked = purpose in _LINKED
    if not checked and not linked:
        return NOTHING_SITEWIDE
    return Sitewide(
        front=read_front(source) if home else None,
        links=outgoing(source) if linked else (),
        conflicts=_kept(read_conflicts(source, page), home=home) if checked else (),
        signs=tuple(each for each in read_signs(source) if each.strength is not Strength.WEAK) if checked else (),
        checked=checked,
        text=_shown(source) if purpose is Purpose.SEARCH else "",
    )


def _kept(conflicts: tuple[Conflict, ...], *, home: bool) -> tuple[Conflict, ...]:
    return conflicts if home else tuple(each for each in conflicts if each.kind in _WHOSE)


def _shown(source: Source) -> str:
    aside = Area.NAVIGATION | Area.FOOTER | Area.HIDDEN
    lines = (block.text for block in source.flow.blocks if not block.area & aside)
    return "\n".join(lines)[:_LONGEST_ANSWER]
