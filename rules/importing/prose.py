"""Plans without any table: parts, sections, and the obligations in their sentences."""

import re
from collections import Counter

from rules.importing.acting import acting
from rules.importing.annotation import Annotated, annotated
from rules.importing.chinese import simplified
from rules.importing.document import Line
from rules.importing.draft import Draft, Sorted
from rules.importing.junk import junk_reason
from rules.importing.numbering import Numbered, Style, numbered
from rules.importing.outline import ASIDE

_GENERAL = re.compile(r"总体要求|指导思想|基本原则|工作目标|总体目标|總體要求|指導思想|總體目標")
_LONGEST_HEADING = 30
_FIRSTLY = re.compile(r"(?:(?<=。)|(?<=；)|(?<=：)|^)(?=[一二三四五六七八九十]{1,2}是)")
_SENTENCES = re.compile(r"[^。！]+(?:[。！][”’）)]?)?")


def read(lines: tuple[Line, ...]) -> Sorted | None:
    """Return the lines sorted, or None when there are no numbered parts with text."""
    reader = _Reader()
    for line in lines:
        reader.take(line)
    reader.end()
    return reader.found if reader.found.drafts else None


class _Reader:
    """A title becomes a heading only when text follows it: a section that is one short sentence is an obligation."""

    def __init__(self) -> None:
        self.found = Sorted()
        self.part = self.section = 0
        self.part_title = self.section_title = ""
        self.general, self.begun = True, False
        self.order: Counter[str] = Counter()
        self.title: tuple[str, int] | None = None

    def take(self, line: Line) -> None:
        text, item = line.text, numbered(line.text)
        reason = None if item else junk_reason(text)
        if reason:
            self.found.junk.append((text, reason))
        elif item and item.style is Style.CHINESE and len(item.body) <= _LONGEST_HEADING:
            self._part(text, item)
        elif not self.begun or self.general:
            self.found.preamble.append(text)
        elif item and item.style is Style.CHINESE_PARENS:
            self._section(line, item)
        elif self.found.drafts and (ending := annotated(text)).found and not ending.text:
            self._name(ending)
        elif ASIDE.match(text) or (len(text) <= _LONGEST_HEADING // 2 and "。" not in text):
            self.found.unassigned.append(text)
        else:
            self._obligations(text, line.where)

    def end(self) -> None:
        self._untitled()

    def _part(self, text: str, item: Numbered) -> None:
        self._untitled()
        self.part, self.section, self.section_title, self.begun = item.value, 0, "", True
        self.part_title = item.body
        self.general = bool(_GENERAL.search(item.body))
        self.found.headings.append(text)

    def _section(self, line: Line, item: Numbered) -> None:
        self._untitled()
        self.section, self.section_title = item.value, ""
        first, stop, rest = item.body.partition("。")
        if len(first) > _LONGEST_HEADING:
            self._obligations(item.body, line.where)
            return
        self.section_title = first
        self.title = (first + stop, line.where)
        if rest:
            self._obligations(rest, line.where)

    def _titled(self) -> None:
        if self.title is not None:
            self.found.headings.append(self.title[0])
            self.title = None

    def _untitled(self) -> None:
        """A title that nothing followed says itself what is to be done."""
        if self.title is not None:
            (text, where), self.title = self.title, None
            self.section_title = ""
            self._add(text, where)

    def _obligations(self, text: str, where: int) -> None:
        self._titled()
        for clause in _FIRSTLY.split(text):
            sentences = [each.strip() for each in _SENTENCES.findall(clause) if each.strip()]
            for place, sentence in enumerate(sentences):
                item = numbered(sentence)
                short = item is not None and item.style is Style.FIRSTLY and len(item.body) <= _LONGEST_HEADING // 2
                if short and place + 1 < len(sentences):
                    self.found.headings.append(sentence)
                elif ASIDE.match(sentence):
                    self.found.unassigned.append(sentence)
                else:
                    self._add(sentence, where)

    def _name(self, ending: Annotated) -> None:
        """Give the units of a line of their own to all that the section asks for and that names none itself."""
        last = self.found.drafts[-1]
        last.name(ending)
        for draft in self.found.drafts[:-1]:
            if draft.id.startswith(f"{self.part}.{self.section}.") and not draft.units:
                draft.units, draft.support, draft.due = last.units, last.support, draft.due or last.due

    def _add(self, sentence: str, where: int) -> None:
        prefix = f"{self.part}.{self.section}"
        ending = annotated(sentence)
        units = ending.units or acting(simplified(sentence))
        last = self.found.drafts[-1] if self.found.drafts else None
        if ending.found and not ending.text:
            if last is not None:
                self._name(ending)
            return
        self.order[prefix] += 1
        self.found.drafts.append(
            Draft(
                self.section_title or self.part_title,
                ending.text,
                units,
                ending.support,
                ending.due,
                where,
                id=f"{prefix}.{self.order[prefix]}",
                led=ending.led,
            )
        )
