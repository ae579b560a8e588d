"""Which elements of N07-5 an interpretation covers: background, purpose, contents, scope, standards, notes, changes."""

import re
from collections.abc import Sequence
from typing import Final

from crawler.model.interpretation import Element, ElementRead
from crawler.model.typography import half_width

_ELEMENTS: Final[tuple[tuple[Element, re.Pattern[str], re.Pattern[str] | None], ...]] = (
    (
        Element.BACKGROUND,
        re.compile(r"背景|依据|由来|起草过程|制定过程|必要性"),
        re.compile(r"根据《[^》]{2,80}》|依据《[^》]{2,80}》"),
    ),
    (
        Element.PURPOSE,
        re.compile(r"目的|意义|目标|为什么(?:要)?(?:出台|制定|印发|修订)|为何(?:要)?(?:出台|制定|修订)|出台原因"),
        re.compile(r"^.{0,20}为(?:了|贯彻|进一步|加强|规范|深入|全面|落实|推动|保障|促进)[^。]{4,120}"),
    ),
    (
        Element.CONTENT,
        re.compile(r"(?:主要|重点|核心|具体|基本)(?:内容|任务|措施|举措|条款)|内容(?:解读|有哪些|是什么)|重点解读|有哪些(?:内容|措施|举措)"),
        re.compile(r"(?:共|分为|包括|主要从)[^。]{0,20}[一二三四五六七八九十\d]+(?:个)?(?:部分|章|条|方面|项)[^。]{0,60}"),
    ),
    (
        Element.SCOPE,
        re.compile(r"适用(?:范围|对象|主体|人群)|(?:实施|涉及|保障|服务|补贴|奖励|资助)(?:范围|对象)|哪些(?:人|企业|单位|对象|情形).{0,20}(?:适用|享受|申请|申领)|涉及范围|谁可以"),
        re.compile(r"(?:适用于|本(?:办法|规定|细则|意见|方案|条例)适用)[^。]{2,80}"),
    ),
    (
        Element.STANDARDS,
        re.compile(r"(?:执行|补贴|补助|奖励|收费|认定|资助|发放|实施|处罚|支持|量化)标准|标准(?:是什么|是多少|如何|有哪些)|多少钱"),
        re.compile(r"(?:执行标准|补贴标准|补助标准|收费标准|按照[^。]{2,30}标准(?:执行|发放|给予))[^。]{0,60}"),
    ),
    (
        Element.NOTES,
        re.compile(r"注意事项|需要注意|名词解释|术语|关键词|概念|定义|特别说明|温馨提示|(?:有效期|施行时间|实施时间)"),
        re.compile(r"(?:需要注意的是|特别提醒|本办法所称)[^。]{2,80}"),
    ),
    (
        Element.CHANGES,
        re.compile(r"新旧|(?:主要)?(?:修订|修改|调整|变化)(?:的)?(?:内容|情况|之处|对比|点)|与(?:原|旧).{0,20}(?:相比|区别|不同|变化)|有(?:什么|哪些|何)(?:变化|不同|区别|调整|新)|创新点|亮点"),
        re.compile(r"(?:与原|较原|与旧|比原)[^。]{2,30}(?:相比|增加|删除|调整|提高)[^。]{0,60}"),
    ),
)  # fmt: skip
"""For each element of N07-5 the words of its heading, and of a sentence that speaks of it."""
_LONGEST_HEADING: Final = 44
_LONGEST_QUOTE: Final = 100


def elements_of(lines: Sequence[str]) -> tuple[ElementRead, ...]:
    """Return the elements of N07-5 that the text covers, each once in their order; a heading outranks a sentence."""
    plain = [" ".join(half_width(line).split()) for line in lines]
    headings = [line for line in plain if len(line) <= _LONGEST_HEADING and not line.endswith((".", "。", ";", ","))]
    sentences = [line for line in plain if len(line) > _LONGEST_HEADING or line.endswith((".", "。", ";"))]
    found = []
    for element, named, spoken in _ELEMENTS:
        heading = next((line for line in headings if named.search(line)), None)
        if heading is not None:
            found.append(ElementRead(element, heading, heading=True))
            continue
        match = next((m for line in sentences if spoken and (m := spoken.search(line))), None)
        if match is not None:
            found.append(ElementRead(element, match[0][:_LONGEST_QUOTE], heading=False))
    return tuple(found)
