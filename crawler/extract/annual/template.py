"""The form of the annual report as its two circulars print it (NORMS 4.1-4.4)."""

import re
from functools import lru_cache
from typing import Final

COLUMNS: Final = 7
"""自然人, 商业企业, 科研机构, 社会公益组织, 法律服务机构, 其他, 总计."""

ROWS: Final[dict[str, re.Pattern[str]]] = {
    "new": re.compile(r"新收"),
    "carried_in": re.compile(r"上年(?:度)?结转"),
    "open": re.compile(r"予以公开"),
    "partial": re.compile(r"部分公开"),
    "refused_1": re.compile(r"国家秘密"),
    "refused_2": re.compile(r"其他法律.{0,6}禁止|法规禁止公开"),
    "refused_3": re.compile(r"三安全"),
    "refused_4": re.compile(r"第三方"),
    "refused_5": re.compile(r"内部事务"),
    "refused_6": re.compile(r"过程性"),
    "refused_7": re.compile(r"执法案卷"),
    "refused_8": re.compile(r"行政查询"),
    "unavailable_1": re.compile(r"不掌握"),
    "unavailable_2": re.compile(r"没有现成|另行制作"),
    "unavailable_3": re.compile(r"补正后"),
    "unprocessed_1": re.compile(r"信访"),
    "unprocessed_2": re.compile(r"重复申请"),
    "unprocessed_3": re.compile(r"公开出版物"),
    "unprocessed_4": re.compile(r"大量反复"),
    "unprocessed_5": re.compile(r"重新出具|确认或"),
    "other_1": re.compile(r"逾期不补正|不补正"),
    "other_2": re.compile(r"收费通知|缴纳费用|缴费"),
    "other_3": re.compile(r"(?:^|3)[.、,]?其他(?:情形)?$"),
    "other": re.compile(r"其他处理$"),
    "total": re.compile(r"总计$|合计$"),
    "carried_out": re.compile(r"结转下(?:一)?年"),
}
"""The row keys in the order of the form, each with the words that tell its label from all others."""

_SHORT: Final = 80
"""Signs of a label or a figure that is remembered; what is longer comes once."""

ORDER: Final = {key: number for number, key in enumerate(ROWS)}

PARTS: Final = tuple(key for key in ROWS if key not in {"new", "carried_in", "total", "carried_out"})
"""The rows that add up to the row 总计 (N04-I2)."""

NUMBERED: Final = r"(?:第[一二三四五六]部分|[(]?[一二三四五六1-6][)]?(?=[、.,: 总主收因政行存其需]))"
"""How the headings are numbered."""

SECTIONS: Final[tuple[re.Pattern[str], ...]] = tuple(
    re.compile(rf"(?:{NUMBERED}[、.,:]*)?(?:{words})")
    for words in (
        r"总体情况",
        r"主动公开(?:政府)?信息(?:的)?情况",
        r"收到(?:和|及|、|与)处理(?:的)?(?:政府)?信息公开申请(?:的)?情况",
        r"(?:因)?(?:政府信息公开(?:工作)?)?(?:被)?(?:申请|提起)?行政复议[、和及与,]{0,2}(?:提起)?(?:行政)?诉讼(?:的)?情况",
        r"(?:[^。,;]{0,12})?存在的?(?:主要)?(?:困难和)?问题(?:[、及和与]|以及)(?:下一步)?改进(?:的)?(?:情况|措施|方向)",
        r"(?:其他)?需要报告的(?:其他)?(?:事项|情况)",
    )
)
"""The headings of the six sections (N04-S1)."""


def row_key(label: str, after: str | None = None) -> str | None:
    """Return the key of the row that `label` (without blanks) names, or None.

    Where a label runs on from the one before, the words nearest to its end decide; rows before `after` in the order
    of the form are not considered.
    """
    return _known(label, after) if len(label) <= _SHORT else _sought(label, after)


def _sought(label: str, after: str | None) -> str | None:
    first = ORDER[after] + 1 if after else 0
    best: tuple[int, str] | None = None
    for key, words in ROWS.items():
        if ORDER[key] < first:
            continue
        for match in words.finditer(label):
            if best is None or match.end() > best[0]:
                best = (match.end(), key)
    return best[1] if best else None


# Every report has the same labels, and most cells are one of a few figures.
_known = lru_cache(maxsize=2048)(_sought)
