"""What a page is, as far as its bytes tell: home, listing, document, form, shell, blocked, error, other."""

import re
from typing import Final

from crawler.extract.failure import failure_of
from crawler.extract.lists.listing import beside_names
from crawler.extract.lists.navigation import breadcrumb, is_home_address
from crawler.markup import Area, Source
from crawler.model import DocumentRead, ListingRead, PageKind, ReadFrom

# Counted as they stand, not matched: a regular expression with as many branches costs more than the rest of the page.
_SHELL_MARKS: Final = (
    *(" v-for=", " v-if=", " v-show=", " v-html=", " v-text=", " v-bind:", " v-on:", " :key=", " @click="),
    *(" ng-app", " ng-repeat", " ng-bind", " ng-controller", " ms-for", " ms-controller", " ms-repeat", "{{"),
)
_SHELL_ROOT: Final = re.compile(
    r"<div[^<>]{0,80}id=[\"']?(?:app|root|__next|__nuxt)\b|enable javascript|doesn't work properly without javascript",
    re.IGNORECASE,
)
_REDIRECT: Final = re.compile(
    r"location(?:\.href)?\s*=|location\.replace|http-equiv=[\"']?refresh|document\.forms?\[0\]\.submit", re.IGNORECASE
)
_SITE_NAME: Final = re.compile(
    r"^[^-_|—]{2,24}(?:人民政府|政府网|门户网站|官方网站|官网|网站|委员会|办公室|局|厅|网|街道办事处)(?:首页)?$"
)
_SMALL: Final = 200
_SHORT: Final = 600


def page_kind(source: Source, document: DocumentRead, listing: ListingRead) -> PageKind:
    """Return the kind of the page; ANNUAL_REPORT is decided by its own reader.

    The order is: what is no page at all (blocked, error, shell), then home, listing, document, form, other.
    """
    words = _words(source)
    failure = failure_of(source, words, document, listing)
    if failure is not None:
        return failure
    if _is_shell(source, words, document, listing):
        return PageKind.SHELL
    if _is_home(source, document, listing):
        return PageKind.HOME
    return _content(source, words, document, listing)


def _is_home(source: Source, document: DocumentRead, listing: ListingRead) -> bool:
    """True at a site's root, or where a page named like a site has many links, and nothing says it stands deeper."""
    flow = source.flow
    title = flow.titles[0] if flow.titles else ""
    paged = listing.next is not None and listing.pages is not None
    if (
        document.read_from is ReadFrom.LABEL
        or paged
        or not title
        or flow.meta("articletitle") is not None
        or flow.once(breadcrumb)
    ):
        return False
    if is_home_address(source.url):
        return len(flow.anchors) >= 12  # noqa: PLR2004  # more than an error page has
    if listing.pages is not None or document.read_from is ReadFrom.HEADER or len(flow.anchors) < 40:  # noqa: PLR2004
        return False
    column = flow.meta("columnname", "lanmu")
    return _SITE_NAME.match(title) is not None and column in {None, "首页", "网站首页"}


def _content(source: Source, words: int, document: DocumentRead, listing: ListingRead) -> PageKind:
    dated = sum(item.date is not None for item in listing.items)
    stated = document.published is not None and document.read_from in {ReadFrom.LABEL, ReadFrom.HEADER}
    article = source.flow.meta("articletitle") is not None
    own_text = len(document.text)
    many = dated >= 3 or (dated >= 1 and (listing.pages or 0) > 1)  # noqa: PLR2004
    if many and not (stated or article):
        return PageKind.LISTING
    if (
        stated
        or article
        or (document.index or document.number)
        or (document.read_from is ReadFrom.META and own_text > _SMALL)
    ):
        return PageKind.DOCUMENT if not _list_dominates(source, document, listing) else PageKind.LISTING
    if _is_form(source, words):
        return PageKind.FORM
    names = sum(len(item.title) for item in listing.items)
    count = len(listing.items)
    most = max(2 * names, 60 * count)
    # What rows say beside their names (开始时间, a summary) is the list's, not a text beside it.
    if dated or (count >= 3 and (own_text < most or own_text - beside_names(source) < most)):  # noqa: PLR2004
        return PageKind.LISTING
    if (document.read_from is ReadFrom.URL or document.source or document.publisher) and own_text > _SMALL:
        return PageKind.DOCUMENT
    return PageKind.OTHER


def _list_dominates(source: Source, document: DocumentRead, listing: ListingRead) -> bool:
    """True when what looks like a document's header is a list's: rows with labels of their own."""
    if source.flow.meta("articletitle") is not None:
        return False
    dated = sum(item.date is not None for item in listing.items)
    names = sum(len(item.title) for item in listing.items)
    # A labelled date outside the rows makes a document of anything but a page that is nearly all list.
    share = 3 if document.read_from is ReadFrom.LABEL else 1
    return dated >= 3 and 2 * names > share * share * len(document.text)  # noqa: PLR2004


def _words(source: Source) -> int:
    return sum([len(raw) for raw, _, area, _, _ in source.flow.blocks if not area & Area.HIDDEN])


def _is_shell(source: Source, words: int, document: DocumentRead, listing: ListingRead) -> bool:
    """True when the bytes hold a template or a script instead of content."""
    flow = source.flow
    if document.published is not None or any(item.date for item in listing.items):
        return False
    if words >= 1500 or len(document.text) >= _SHORT:  # noqa: PLR2004  # more than menus and a footer
        return False
    text = source.text[:200_000]
    marks = sum(text.count(mark) for mark in _SHELL_MARKS)
    if marks >= 3 or (words < _SMALL and (marks or _SHELL_ROOT.search(text))):  # noqa: PLR2004
        return True
    if words >= 40:  # noqa: PLR2004
        return False
    has_scripts = bool(flow.scripts or flow.linked_scripts)
    return (has_scripts and len(flow.anchors) < 5) or _REDIRECT.search(source.text) is not None  # noqa: PLR2004


def _is_form(source: Source, words: int) -> bool:
    flow = source.flow
    fields = flow.inputs + 2 * flow.areas_of_text + flow.passwords
    return fields >= 5 and (flow.areas_of_text > 0 or flow.inputs >= 5) and words < 6000  # noqa: PLR2004
