"""Plans without any table: parts, sections, and the obligations in their sentences."""

import re

from rules.importing.document import Block, Line
from rules.importing.draft import Draft, Sorted
from rules.importing.junk import junk_reason
from rules.importing.numbering import Style, numbered

_GENERAL = re.compile(r"总体要求|指导思想|基本原则|工作目标|总体目标|總體要求|指導思想")
_LONGEST_HEADING = 30
_SENTENCE = re.compile(r"[^。；]*[。；]?(?:[”’）)])?")
_FIRSTLY = re.compile(r"(?:(?<=。)|(?<=；)|^)(?=[一二三四五六七八九十]{1,2}是)")
_ASIDE = re.compile(r"^(?:联系电话|联系人|附件|（此件|\(此件|电子邮箱|传真)")
_NAMES_UNIT = re.compile(
    r"^((?:各级各部门单位|各级各部门|各级行政机关|各责任单位|各单位|各部门|各镇街|区政府各部门|[一-鿿]{1,8}(?:局|办公室|委员会|部门|单位))(?:、[一-鿿]{1,10})*?)(?:要|应|负责|对|须|将)"
)


def read(blocks: tuple[Block, ...]) -> Sorted | None:
    """Return the lines sorted, or None when there are no numbered parts with text."""
    found = Sorted()
    part = section = 0
    part_title = section_title = ""
    general = True
    seen_part = False
    for block in blocks:
        text = block.text if isinstance(block, Line) else " ".join(filter(None, block.cells))
        reason = junk_reason(text)
        item = numbered(text)
        if reason:
            found.junk.append((text, reason))
        elif item and item.style is Style.CHINESE and len(item.body) <= _LONGEST_HEADING:
            part, section, part_title, section_title, seen_part = item.value, 0, item.body, "", True
            general = bool(_GENERAL.search(item.body))
            found.headings.append(text)
        elif not seen_part or general:
            found.preamble.append(text)
        elif item and item.style is Style.CHINESE_PARENS:
            section = item.value
            section_title, body = _heading(item.body)
            found.headings.append(section_title)
            _obligations(body, f"{part}.{section}", section_title or part_title, block.where, found)
        elif _ASIDE.match(text) or len(text) <= _LONGEST_HEADING // 2:
            found.unassigned.append(text)
        else:
            _obligations(text, f"{part}.{section}", section_title or part_title, block.where, found)
    return found if found.drafts else None


def _heading(text: str) -> tuple[str, str]:
    first, stop, rest = text.partition("。")
    return (first, rest) if stop and len(first) <= _LONGEST_HEADING else ("", text)


def _obligations(text: str, prefix: str, task: str, where: int, found: Sorted) -> None:
    for clause in _FIRSTLY.split(text):
        for sentence in (each.strip() for each in re.findall(r"[^。]+。?", clause)):
            if not sentence:
                continue
            item = numbered(sentence)
            if item and item.style is Style.FIRSTLY and len(item.body) <= _LONGEST_HEADING // 2:
                found.headings.append(sentence)
            elif _ASIDE.match(sentence):
                found.unassigned.append(sentence)
            else:
                order = sum(draft.id.startswith(prefix + ".") for draft in found.drafts) + 1
                units = _NAMES_UNIT.match(sentence)
                found.drafts.append(
                    Draft(f"{prefix}.{order}", task, sentence, units.group(1) if units else "", where=where)
                )
