"""What the links of a page are called as rows of its lists, and which of them may name a row."""

import re
from collections import defaultdict
from typing import Final

from crawler.extract.lists.marks import Mark
from crawler.extract.lists.wording import BEGIN_EMPTY, BULLETS, EMPTY_WORDS, NUMBER, VALUE_OF, is_rank
from crawler.markup import Anchor, Area, Block, Flow, begins

_NAMED: Final = 4
_LABELLED: Final = ("标题", "文章标题", "新闻标题", "信息标题")
_TITLE: Final = re.compile(
    r"\w{2,4}\s?[:：]\s?(.{4,}?)(?:\s(?:作\s*者|来源|[发更添录加][布新加入表]时间|(?:发布|更新|添加)?日期|点击(?:数|次数|率)?|浏览)\s?[:：].*)?$"
)
"""What old systems tell of a row in its link's title: 文章标题：… 作者：… 更新时间：…"""


class LinkNames:
    """For each link its name, its texts (as runs), and whether it may name a row."""

    def __init__(self, flow: Flow, marks: tuple[Mark, ...]) -> None:
        self.flow = flow
        self.dated_runs = {number for mark in marks for number in range(mark.run - mark.runs + 1, mark.run + 1)}
        self.named = {mark.run: mark.rest for mark in marks if mark.rest}
        self.runs_of: dict[int, list[int]] = defaultdict(list)
        for number, (_, _, anchor, _) in enumerate(flow.runs):
            if anchor >= 0:
                self.runs_of[anchor].append(number)
        self.names = [self._name(number, each) for number, each in enumerate(flow.anchors)]
        runs, runs_of = flow.runs, self.runs_of
        crumbs = {number for number, block in enumerate(flow.blocks) if block.linked and _is_crumb(block)}
        self.usable = [
            bool(name)
            and not (name[0] in BEGIN_EMPTY and EMPTY_WORDS.match(name))
            and not each.area & Area.CRUMB
            and each.block not in crumbs
            # A link behind a label of who or where (留言人：, 来源：) names no row.
            and not (number in runs_of and runs[runs_of[number][0] - 1].text[-1] in "：:" and self._is_value(number))
            for number, (name, each) in enumerate(zip(self.names, flow.anchors, strict=True))
        ]

    def naming(self, number: int) -> str:
        """The name of a link; empty where that names no row."""
        return self.names[number] if self.usable[number] else ""

    def is_category(self, number: int) -> bool:
        """True for a link with brackets around it: [<a>部门动态</a>]."""
        runs, places = self.flow.runs, self.runs_of.get(number)
        if not places or not 0 < places[0] <= places[-1] < len(runs) - 1:
            return False
        return runs[places[0] - 1].text[-1] in "[【" and runs[places[-1] + 1].text[0] in "]】"

    def _is_value(self, number: int) -> bool:
        first = self.runs_of[number][0]
        label, name = self.flow.runs[first - 1], self.flow.runs[first]
        return first > 0 and label.block == name.block and VALUE_OF.search(label.text) is not None

    def _name(self, number: int, anchor: Anchor) -> str:
        """The link's wording without its date; of a link around a whole row, its first line that says something."""
        places = self.runs_of.get(number)
        if not places:
            return anchor.title
        if self.named and places[-1] in self.named:
            return self.named[places[-1]].lstrip(BULLETS)
        runs = [self.flow.runs[place] for place in places if place not in self.dated_runs]
        if len(runs) > 1:
            lines: dict[int, str] = {}
            last = runs[0]
            for run in runs:
                # A title broken by <br> stands in one element, unlike the lines of a row.
                block = last.block if run.node == last.node and run.block in {last.block, last.block + 1} else run.block
                if block not in lines or not NUMBER.fullmatch(run.text):
                    lines[block] = lines.get(block, "") + run.text
                last = run._replace(block=block) if block != run.block else run
            if is_rank(*runs[:2]):
                lines[runs[0].block] = lines[runs[0].block][len(runs[0].text) :]
            text = next((line for line in lines.values() if len(line) >= _NAMED), next(iter(lines.values())))
        elif runs:
            text = runs[0].text
        else:
            return ""
        if text[0] in BULLETS:
            text = text.lstrip(BULLETS).strip()
        title = anchor.title
        if not title or title == text:
            return text
        if title.startswith(_LABELLED) and (told := _TITLE.match(title)) is not None:
            title = told[1]
        shown = text.rstrip(".…·。 ")
        return title if shown and begins(title, shown) else text


def _is_crumb(block: Block) -> bool:
    head = block.raw[:20]
    return "位置" in head or head.startswith("首页")
