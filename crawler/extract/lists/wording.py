"""The wording of links in lists: what names no row, what stands beside a title, and marks in front of it."""

import re

from crawler.markup import Run

EMPTY_WORDS = re.compile(
    r"^[\[【（(]?(?:更多|more|详细|详情|查看|查看详情|查看全文|阅读全文|继续阅读|阅读更多|查看更多|查看原文|了解详情|全文|点击查看|下载|>+|»|›|\.+|首页|上一?页|下一?页|尾页|末页|打印|关闭|[<>\d\s]+)[\]】）)]?[>»→\s]*$|^[【\[]?(?:上|下|前|后)一[篇条页则]|^【?我要纠错】?$|^无障碍|^网站地图$|^https?://\S+$",
    re.IGNORECASE,
)
BEGIN_EMPTY = frozenset("[【（(更mMhH详查阅继了全点下>»›.首上尾末打关<前后我无网") | frozenset(
    "0123456789０１２３４５６７８９ \u3000\xa0"
)
"""What the words above begin with: most names are told apart by their first sign."""
OTHERS = re.compile(r"(?:关联|相关|原文|附件|解读)[^：:]{0,6}[：:]|相关(?:政策|文件|解读|链接)")
VALUE_OF = re.compile(
    r"(?:作者|编辑|人|单位|机构|部门|来源|出处|栏目|分类|类别|类型|地区|区域|标签|关键词"
    r"|(?:解读|关联|相关|对应|政策原|原)的?(?:文件|政策|文|解读|链接|阅读|稿件?))\s?[:：]$"
)
"""How a label ends behind which a link stands that is no row's name."""
OFFICE = re.compile(r"(?:局|委|办|厅|院|政府|委员会|办公室|中心|街道|镇|乡|街道办事处)(?:[（(][^（()）]{1,16}[)）])?$")
"""How the name of a department ends that stands as a link beside the title."""
NUMBER = re.compile(
    r"[（(\[【]?[\u4e00-\u9fff]{1,12}\s?[〔\[（(【]\s?(?:19|20)\d\d\s?[〕\]）)】]\s?第?\d{1,4}号[)）\]】]?"
)
"""The number of a document that stands beside its title in an element of its own."""
WORDY = re.compile(r"[\u4e00-\u9fff]{2}|[A-Za-z]{3}")
"""What a name has that is no index number (011-2023-0004)."""
BULLETS = "·•▪■◆●>»* "
_LONGEST_RANK, _LONGEST_BADGE = 2, 4
_BADGES = frozenset(
    {"新", "热", "顶", "荐", "置顶", "最新", "推荐", "New", "NEW", "new", "Hot", "HOT", "hot", "[置顶]", "【置顶】"}
)
_COUNTED = frozenset("月年日号个项期届条级点时分名类批次户家万千亿元岁米吨倍%％℃-—~至、.．")
VIEW = re.compile(r"[\[【（(]?(?:点击)?(?:查看|详情|详细|查阅|浏览|下载)(?:详情|全文|详细)?[\]】）)]?[>»]*")


def is_rank(one: Run, two: Run) -> bool:
    """True for the number of the row, or a badge (新), in an element of its own; not for the 12 of 12月份."""
    if len(one.text) > _LONGEST_BADGE or not (
        one.text in _BADGES or (len(one.text) <= _LONGEST_RANK and one.text.isdigit())
    ):
        return False
    return two.block == one.block and two.node != one.node and two.text[0] not in _COUNTED


def is_bracketed(name: str) -> bool:
    """True for [PDF] and 【通知】."""
    return name[:1] in "[【" and name[-1:] in "]】"
