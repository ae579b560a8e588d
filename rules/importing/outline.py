"""Plans without a table whose requirements are numbered items, the units at the end of each or nowhere."""

import re
from collections import Counter

from rules.importing.acting import acting
from rules.importing.annotation import Annotated, annotated
from rules.importing.chinese import simplified
from rules.importing.document import Line
from rules.importing.draft import Draft, Sorted, identify
from rules.importing.junk import junk_reason
from rules.importing.numbering import Numbered, Style, numbered, split_line

ASIDE = re.compile(
    r"^(?:联系(?:电话|人|方式)|聯繫|附件|附[:：]|（此件|\(此件|电子邮箱|邮箱|传真|抄送|[一-鿿]{2,20}20\d\d年\d{1,2}月\d{1,2}日印发|"
    r"20\d\d年\d{1,2}月\d{1,2}日$|[一-鿿]{2,30}(?:办公室|人民政府|委员会|局|厅)$)"
)
"""What stands below or beside the text of a notice: signature, date, contacts, attachments."""
_LEAVES = (Style.ARABIC, Style.ARABIC_BRACKET, Style.ARABIC_PARENS)
_FEWEST = 3
_LONGEST_HEADING = 30
_FEWEST_NAMED = 2
_SENTENCES = 1.5


def read(lines: tuple[Line, ...]) -> Sorted | None:
    """Return the lines sorted, or None when the document has no items that stand for one requirement each."""
    lines = tuple(Line(part, line.where) for line in lines for part in split_line(line.text))
    leaf = _leaf(lines)
    if leaf is None:
        return None
    reader = _Reader(leaf)
    for line in lines:
        reader.take(line)
    for draft in reader.found.drafts:
        draft.units = draft.units or acting(simplified(draft.text))
    identify(reader.found.drafts)
    return reader.found if reader.found.drafts else None


def _leaf(lines: tuple[Line, ...]) -> Style | None:
    """Return the style of the items that are requirements.

    Items that name their units at the end show it; else Arabic items under headings; else （一） items of one sentence.
    """
    items: Counter[Style] = Counter()
    named: Counter[Style] = Counter()
    sentences: Counter[Style] = Counter()
    style: Style | None = None
    for line in lines:
        if ASIDE.match(line.text):
            style = None
            continue
        item = numbered(line.text)
        if item is not None and len(line.text) > _FEWEST:
            style = item.style
            items[style] += 1
            sentences[style] += line.text.count("。")
        if style is not None and annotated(line.text).found:
            named[style] += 1
            if not numbered(line.text) and not annotated(line.text).text:
                style = None
    if sum(named.values()) >= _FEWEST_NAMED and 3 * sum(named.values()) >= max(items[each] for each in named):
        return named.most_common(1)[0][0]
    for each in _LEAVES:
        if items[each] >= _FEWEST:
            return each
    plain = items[Style.CHINESE_PARENS]
    if plain >= _FEWEST and sentences[Style.CHINESE_PARENS] <= _SENTENCES * plain and _has_bodies(lines):
        return Style.CHINESE_PARENS
    return None


def _has_bodies(lines: tuple[Line, ...]) -> bool:
    """True when most （一） items carry their text themselves rather than stand over paragraphs of it."""
    items = [item for item in (numbered(line.text) for line in lines) if item and item.style is Style.CHINESE_PARENS]
    loose = sum(numbered(line.text) is None and len(line.text) > 2 * _LONGEST_HEADING for line in lines)
    return loose < len(items)


class _Reader:
    def __init__(self, leaf: Style) -> None:
        self.found = Sorted()
        self.leaf = leaf
        self.task = ""
        self.begun = False
        self.open: Draft | None = None

    def take(self, line: Line) -> None:
        text, item = line.text, numbered(line.text)
        reason = None if item else junk_reason(text)
        ending = annotated(text)
        if reason:
            self.found.junk.append((text, reason))
        elif ASIDE.match(text):
            self.open = None
            (self.found.unassigned if self.begun else self.found.preamble).append(text)
        elif item is not None and item.style is self.leaf:
            self._begin(line, item)
        elif item is not None and (item.style in (Style.CHINESE, Style.CHINESE_PARENS) or not self.begun):
            self._heading(text, item)
        elif self.open is not None and ending.found and not ending.text:
            self.open.name(ending)
        elif self.open is not None and self.open.units and ending.units:
            # A second paragraph with units of its own is a second requirement under the same number.
            self._open(ending, line).further = True
        elif self.open is not None:
            self._go_on(self.open, text)
        else:
            (self.found.unassigned if self.begun else self.found.preamble).append(text)

    def _begin(self, line: Line, item: Numbered) -> None:
        self.begun = True
        self._open(annotated(item.body), line).value = item.value

    def _open(self, ending: Annotated, line: Line) -> Draft:
        """Begin a requirement with what its first paragraph says."""
        self.open = Draft(self.task, ending.text, ending.units, ending.support, ending.due, line.where, led=ending.led)
        self.found.drafts.append(self.open)
        return self.open

    def _heading(self, text: str, item: Numbered) -> None:
        """A title over items; what follows its first stop goes unassigned, and so does more than a title holds."""
        title, stop, rest = text.partition("。")
        self.open = None
        if len(title) <= _LONGEST_HEADING + len(text) - len(item.body):
            self.task = title
            self.found.headings.append(title + stop)
            if rest:
                self.found.unassigned.append(rest)
        else:
            (self.found.unassigned if self.begun else self.found.preamble).append(text)

    def _go_on(self, draft: Draft, text: str) -> None:
        """Another paragraph of an item; the units at its end are the item's."""
        ending = annotated(text)
        draft.text = f"{draft.text} {ending.text}"
        draft.name(ending)
