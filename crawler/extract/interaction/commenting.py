"""How a notice lets the public comment, and which draft and explanation come with it (NORMS 6)."""

import re
from collections.abc import Iterator, Sequence

from crawler.extract.numerals import NUMERAL
from crawler.markup import Area, Source
from crawler.model.commenting import Channel, WayToComment
from crawler.model.page import Link
from crawler.model.typography import half_width

_AT = r"(?:@|#|\(at\)|\[at\]|\[@\]|\(@\))"
_EMAIL = re.compile(
    rf"[A-Za-z0-9_.+-]{{1,64}}\s?{_AT}\s?(?:[A-Za-z0-9-]{{1,40}}\.){{1,4}}[A-Za-z]{{2,10}}(?![A-Za-z0-9])",
    re.IGNORECASE,
)
_NUMBER = r"(?:\(?0\d{2,3}\)?\s?[-－—]?\s?)?\d{7,8}(?:\s?[-转]\s?\d{1,5})?|1[3-9]\d{9}|12345"
_PHONE = re.compile(rf"(?:电话|热线|联系方式|手机|致电)[^\d@。;]{{0,20}}?(?P<value>(?<!\d)(?:{_NUMBER})(?!\d))")
_FAX = re.compile(rf"传真[^\d。;]{{0,12}}?(?P<value>(?<!\d)(?:{_NUMBER})(?!\d))")
_FAX_ONLY = re.compile(rf"(?<!\()传真[^\d。;]{{0,12}}?(?:{_NUMBER})(?!\d)")
_POST = re.compile(
    r"(?:(?:通[讯信]|邮[寄政]|联系|来信|寄送|收件|信函|邮件|办公|单位)地址|地址|(?:信函|书面意见|意见)?(?:邮)?寄(?:至|往|送至|到)|(?:来信|信函)?请寄)"
    r"[:\s]*(?P<value>[^。;,:]{4,60})"
)
_PLACE = re.compile(r"[路街道巷号楼室院村镇区]|信箱|邮编")
_NO_PLACE = re.compile(r"邮箱|@|www\.|https?:|网址|网站|电子")
_FORM = re.compile(
    r"(?:登录|登陆|访问|进入|通过|点击|打开|关注|扫描|扫码)[^。;]{0,50}?(?:网站|门户网|栏目|系统|平台|小程序|公众号|征集页面|专栏|网页|二维码|问卷)"
    r"[^。;]{0,40}?(?:提出|提交|留言|反馈|发表|填写|参与|反映|在线)"
    r"|公众号[^。;]{0,20}?留言|(?:在线|网上)(?:提交|留言|填写|反馈|提出|征集|评论)|(?:我要|点击)(?:留言|建议|参与|评论|提意见|发表意见|写信)"
)
_BUTTON = re.compile(
    r"^(?:我要(?:留言|建议|参与|评论|提意见|发表意见|写信|提问|说话)|发表(?:意见|评论|建议)|提交(?:意见|建议)|在线(?:提交|留言|反馈|征集)"
    r"|填写意见|参与(?:征集|讨论|调查)|我有话说|意见(?:提交|反馈)(?:入口)?)$"
)
_DRAFT_NAME = re.compile(r"征求意见稿|意见稿|草案|送审稿|讨论稿|征集稿|公示稿|修订稿|初稿|修正稿|文稿|送审|全文|正文")
_EXPLANATION = re.compile(
    r"(?:起草|编制|修订|制定|修改|草案|拟定|有关情况的?|的)说明|说明(?:书|稿)?$|政策解读|解读$|背景(?:介绍|材料|情况)"
)
_NO_DRAFT = re.compile(r"反馈表|意见表|回执|采纳|汇总表|名单|委托书|承诺书")
_BEGINS = re.compile(r"第\s*[一1]\s*[条章][\s　:：]*")
_ARTICLE = re.compile(rf"第\s*{NUMERAL}\s*条")
_HEADING = re.compile(
    r"[\s附件\d一二三四五六七八九十、.:()《》]*(?:.{0,50}(?:起草|编制|修订|制定|修改)说明|(?:起草|编制|制定)(?:的)?(?:背景|说明)(?:及过程)?)[》)]?"
)
_FEWEST_ARTICLES = 3
_LONGEST_LINE = 1000
_LONGEST_QUOTE = 120
_MOST_WAYS = 12
_MENUS = Area.NAVIGATION | Area.FOOTER | Area.HEADER | Area.CRUMB


def ways_to_comment(lines: Sequence[str]) -> tuple[WayToComment, ...]:
    """Return the ways that the lines of a notice name, each once, in order; the draft's own articles are left out."""
    found: dict[tuple[Channel, str], WayToComment] = {}
    for line in lines:
        if _BEGINS.match(line) or len(found) >= _MOST_WAYS:
            break
        plain = " ".join(half_width(line[:_LONGEST_LINE]).split())
        for channel, value in _ways(plain):
            found.setdefault((channel, value), WayToComment(channel, value, plain[:_LONGEST_QUOTE]))
    return tuple(found.values())


def form_on_page(source: Source) -> WayToComment | None:
    """Return the button or the field by which the page itself takes comments, None when it shows none."""
    for anchor in source.flow.anchors:
        if not anchor.area & _MENUS and _BUTTON.match(anchor.name.strip()):
            return WayToComment(Channel.FORM, source.absolute(anchor.href) or source.url, anchor.name.strip())
    if source.flow.areas_of_text:
        return WayToComment(Channel.FORM, source.url, "页面内的意见填写框")
    return None


def draft_of(attachments: Sequence[Link], lines: Sequence[str], url: str) -> Link | None:
    """Return the draft: the attached file named like one, else the text itself when it runs to several articles.

    A file that is neither named a form nor an explanation counts when it is the only one.
    """
    files = [link for link in attachments if not _NO_DRAFT.search(link.title)]
    named = [link for link in files if _DRAFT_NAME.search(link.title) and not _explains(link.title)]
    others = [link for link in files if not _explains(link.title)]
    if named:
        return named[0]
    begin = next((line for line in lines if _BEGINS.match(line)), None)
    if begin is not None and sum(1 for line in lines if _ARTICLE.match(line)) >= _FEWEST_ARTICLES:
        return Link(begin[:_LONGEST_QUOTE], url)
    return others[0] if len(others) == 1 else None


def explanation_of(attachments: Sequence[Link], lines: Sequence[str], url: str) -> Link | None:
    """Return the explanation of the draft: the attached file named like one, else the heading it stands under."""
    named = next((link for link in attachments if _explains(link.title)), None)
    if named is not None:
        return named
    heading = next((line for line in lines if len(line) <= 70 and _HEADING.fullmatch(half_width(line))), None)  # noqa: PLR2004 - a heading is short
    return None if heading is None else Link(heading, url)


def _explains(title: str) -> bool:
    bare = re.sub(r"\.[A-Za-z]{2,5}$", "", title.strip())
    return _EXPLANATION.search(bare) is not None and not _NO_DRAFT.search(bare)


def _ways(plain: str) -> Iterator[tuple[Channel, str]]:
    rest = plain
    for match in _EMAIL.finditer(plain):
        yield Channel.EMAIL, re.sub(_AT, "@", "".join(match[0].split()), flags=re.IGNORECASE)
        rest = rest.replace(match[0], " ")
    for match in _FAX.finditer(rest):
        yield Channel.FAX, match["value"].strip()
    for match in _PHONE.finditer(_FAX_ONLY.sub(" ", rest)):
        yield Channel.PHONE, match["value"].strip()
    post = _post(rest)
    if post is not None:
        yield Channel.POST, post["value"].strip()
    form = _FORM.search(rest)
    if form is not None:
        yield Channel.FORM, form[0][:60]


def _post(line: str) -> re.Match[str] | None:
    """The first postal address; one may stand in brackets behind the name of whom to write to."""
    match = _POST.search(line)
    for _ in range(_MOST_WAYS):
        if match is None or (_PLACE.search(match["value"]) and not _NO_PLACE.search(match[0])):
            return match
        match = _POST.search(line, match.start() + 1)
    return None
