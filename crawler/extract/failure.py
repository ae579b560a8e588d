"""What stands where a page should be: a gate that lets nobody through, or word that there is no page (soft 404)."""

import re
from typing import Final

from crawler.extract.lists.navigation import breadcrumb, is_home_address
from crawler.markup import EDGE, Area, Flow, Source
from crawler.model import DocumentRead, ListingRead, PageKind, ReadFrom


class _Wording:
    """Strictly private: words sought as they stand, and shapes sought only beside a word they cannot do without.

    One expression with as many branches costs more than the rest of a small page.
    """

    def __init__(self, words: str, *shapes: tuple[str, str]) -> None:
        """`words` and the needed words of each shape are parted by bars."""
        self.words = tuple(words.split("|"))
        self.shapes = tuple((tuple(needed.split("|")), re.compile(shape)) for needed, shape in shapes)

    def stands_in(self, text: str) -> bool:
        """True when one of the words or shapes is in the text, which is lower case."""
        return any(word in text for word in self.words) or any(
            any(word in text for word in needed) and shape.search(text) is not None for needed, shape in self.shapes
        )


_GATE: Final = _Wording(
    # products that name themselves
    "安全狗|云锁|知道创宇|创宇盾|加速乐|长亭科技|长亭雷池|safeline|网站防火墙|360网站卫士|百度云加速"
    # what they say
    "|安全拦截|拦截提示|访问被拦截|访问被阻断|访问被拒绝|访问频繁|访问过于频繁|access denied|request blocked"
    "|request rejected|request was blocked|request was rejected|request has been blocked|forbidden"
    "|请开启javascript并刷新|访问受限|人机识别|人机校验|just a moment...|checking your browser"
    "|checking if the site connection is secure|enable javascript and cookies to continue",
    ("雷池", r"雷池[^。]{0,8}(?:waf|防火墙|防护|拦截)"),
    ("waf", r"waf[ _-]?(?:block|拦截|防护|安全策略)"),
    ("403", r"状态 ?403|(?<!\d)403 ?[-–—:：]{0,2} ?(?:已禁止|禁止访问|拒绝访问|没有权限)"),
    ("您的", r"您的(?:请求|访问|ip)[^。]{0,20}(?:被(?:拦截|阻断|禁止|封禁|限制)|存在(?:异常|风险|威胁))"),
    ("您所在", r"您所在的?(?:国家|地区|区域|网络|ip)[^。]{0,20}(?:禁止|限制|不允许|不能|无法)[^。]{0,6}访问"),
)
_ASKS: Final = _Wording(
    "请输入验证|请完成验证|安全验证|人机验证|滑动验证|拖动滑块|请输入图中|captcha",
    ("验证", r"(?:滑动|拖动)[^。]{0,8}验证|完成[^。]{0,4}验证(?:[^。]{0,2}(?:后|继续)|\n|$)"),
)
"""What a gate asks for, and a form beside its button."""
_CHALLENGE: Final = _Wording(
    "__jsl_clearance|acw_sc__v2|_waf_|cf-challenge|_cf_chl_opt|challenge-platform|yunsuo_session|security_verify_data"
    "|probe.js",
    ("$_ts|$_ss", r"\$_(?:ts|ss)\b"),
)
"""The cookies and globals of their scripts."""
_MARKED: Final = re.compile(r"<(?:script|meta)\b[^<>]{0,400}\sr=[\"']?m[\"'\s>]", re.IGNORECASE)
"""瑞数 marks by r=m what its script takes away again."""
_COOKIE_AND_BACK: Final = re.compile(
    r"document\.cookie\s*=.{0,2000}location(?:\.href)?\s*=\s*location\.|document\.cookie\s*=.{0,2000}location\.reload",
    re.DOTALL,
)
_GONE: Final = _Wording(
    "找不到页面|找不到该页|找不到网页|404 not found|404错误|404 error",
    (
        "不存在|未找到|找不到|删除|失效|下线|丢失|走丢|移除",
        r"(?:页面|网页|网址|链接)(?:不存在|未找到|找不到|已(?:经|被)?(?:删除|移除|下线)|已失效|丢失|走丢)",
    ),
    (
        "您|你",
        (
            r"(?:您|你)[所想要]{0,2}(?:访问|请求|查找|浏览|查看|打开|指定)的(?:页面|网页|资源|栏目|网址|链接|地址|文章|稿件)"
            r"[^。]{0,14}(?:不存在|找不到|没有找到|未找到|删除|失效|移除|移动|转移|丢失)"
        ),
    ),
)
"""What is said of a page and to its reader only where there is none."""
_ERROR: Final = _Wording(
    "找不到文件|找不到您|找不到你|找不到指定|无法找到|not found|服务器错误|服务器内部错误|internal server error"
    "|bad gateway|service unavailable|系统错误|系统异常|系统维护|系统繁忙|页面出错|出错了|出错啦|数据库连接失败"
    "|数据库连接错误|网站维护|网站升级|网站关闭|网站已关闭|网站建设中|网站正在建设|网站正在维护|网站正在升级"
    "|网站正在关闭|nginx error|没有找到站点|没有找到对应的站点|站点创建成功|站点已暂停|站点已停用|停止运行"
    "|暂时无法进行访问|尚未进行备案|welcome to nginx|mysql_connect|mysqli_connect|sqlstate[|ole db provider"
    "|应用程序中的服务器错误|org.apache.jasper|parse error: syntax error|fatal error: uncaught",
    ("404", r"(?<![\d〕\]）)])404(?![\d号室房元人个万亿件户条年米路栋幢亩套家天%])"),
    (
        "不存在|未找到|删除|已失效|已下线|丢失|走丢",
        # 政府信息不存在的，告知申请人: so say the rules of answering applications
        r"(?:文件|内容|栏目|(?<!政府)信息|文章|稿件)(?:不存在(?!的)|未找到|已(?:被)?删除|已失效|已下线|丢失|走丢)",
    ),
    (
        "您|你",
        (
            r"(?:您|你)[所想要]{0,2}(?:访问|请求|查找|浏览|查看|打开)的(?:页面|网页|内容|资源|文件|信息|栏目|网址)"
            r"[^。]{0,14}(?:不存在|找不到|没有找到|删除|出错|失效|无法)"
        ),
    ),
    ("发布|撤回|审核", r"(?:信息|文章|内容|稿件)[^。]{0,8}(?:未发布|已撤回|未审核|没有通过审核)"),
    ("暂停", r"(?:网站|平台|系统)[^。]{0,20}暂停(?:对外)?(?:服务|访问|运行)"),
)
"""What error pages say, and short announcements as well."""
_STOPPED: Final = _Wording(
    "intercepted by|blocked by|have been blocked|attention required|is not permitted|ssl certificate was sent|疑似攻击"
    "|频率过高",
    (
        "阻断|阻止|拦截|频繁|异常|限制",
        r"(?:请求|访问|操作|行为|ip)[^。]{0,24}(?:阻断|阻止|拦截|过于频繁|存在异常|被限制|限制您)",
    ),
    ("仅限|仅供", r"仅[限供][^。]{0,14}访问"),
    ("应用防", r"web ?应用防(?:火墙|护)"),
)
_BROKEN: Final = _Wording(
    "错误|升级中|维护中|无法访问|无法打开|已过期|已到期|已失效|已停止|不存在|已删除|exception|error|not found|warning"
    "|thinkphp"
)
"""What a notice that stands for itself, without a site around it, says of gates and of errors; documents say it too."""
_CLOSED: Final = _Wording("关停|下线|停止运行|停止更新|停止服务|停用|迁移|已关闭|暂停")
_BARE_TITLE: Final = re.compile(
    r"IIS\s?\d*|IIS Windows(?: Server)?|Apache2? .{0,20}Default Page.{0,20}|Test Page for .{0,60}|Apache Tomcat.{0,12}",
    re.IGNORECASE,
)
"""The titles of servers that nobody has put a site on."""
_MISSING_TITLE: Final = re.compile(
    r"(?:^|[\W_])404(?:[\W_]|$)|页面不存在|找不到(?:页面|网页)|访问出错|^(?:错误|出错)(?:页面?|提示|信息)?(?:[\W_]|$)"
)
_FOUND_NOTHING: Final = re.compile(r"(?:没有|未)(?:找|搜索|检索|查询)到[^。]{0,40}(?:相关|符合|匹配|结果)")
_QUOTED: Final = re.compile(r"“[^”]{1,60}”")
"""What somebody else said: a letter to the editors tells what its writer saw."""
_TOLD: Final = re.compile(r"(?:alert|document\.write(?:ln)?)\(\s*['\"](?:<[^<>]{0,100}>)?([^'\"<]{4,100})")
_ELSEWHERE: Final = Area.HIDDEN | Area.NAVIGATION | Area.FOOTER | Area.SIDE | Area.CRUMB
_SMALL: Final = 200
_SHORT: Final = 600
_BARE: Final = 40
_MANY_LINKS: Final = 25
_NOTE: Final = 300
_FRAMED: Final = 5
"""Links from which on a page stands within its site."""
_LINE: Final = 50
"""Signs of a line within a site's frame that is a notice by itself and no sentence of a text."""
_NOTICE: Final = 80
"""Signs that the text of an announcement has more of, and a word to a lost reader has not."""


def failure_of(source: Source, words: int, document: DocumentRead, listing: ListingRead) -> PageKind | None:
    """Return BLOCKED or ERROR for what is no page, None for a page; `words` counts the signs that are shown.

    Only what is said by itself counts: not the names of links, and within a site's frame no long sentences.
    """
    flow = source.flow
    title = flow.titles[0] if flow.titles else ""
    if words > _SHORT or len(flow.anchors) > _MANY_LINKS:  # with this much on it, it is no bare notice
        return PageKind.ERROR if _MISSING_TITLE.search(title) or _gone_within(flow, document) else None
    framed = len(flow.anchors) >= _FRAMED
    shown = _said(flow, Area.HIDDEN | _ELSEWHERE if framed else Area.HIDDEN, _LINE if framed else _SHORT)
    whole = f"{title}\n{_said(flow, 0, _NOTE)}".lower()
    if not framed:
        shown = f"{title.lower()}\n{shown}"
    if not source.is_page:
        whole = shown = source.text[:2000].lower()
    if not (_is_placed(flow, document) or _has_rows(listing)) and (
        _GATE.stands_in(whole) or _asks(flow, shown) or (words < _SMALL and _challenges(source, words))
    ):
        return PageKind.BLOCKED
    if words < _BARE:
        shown += "\n".join(_TOLD.findall("\n".join(flow.scripts)[:20_000]))
    lost = _MISSING_TITLE.search(title) is not None or _GONE.stands_in(title.lower())
    gone = lost or _GONE.stands_in(_QUOTED.sub("", shown))
    if _tells_its_day(flow, document):
        # Whoever announces a maintenance says when; a page that is not there may show a clock, but tells nothing else.
        return PageKind.ERROR if gone and (lost or len(document.text) < _NOTICE) else None
    if gone or _BARE_TITLE.fullmatch(title.strip()):
        return PageKind.ERROR
    if not _has_rows(listing) and _ERROR.stands_in(shown) and not (flow.inputs and _FOUND_NOTHING.search(shown)):
        return PageKind.ERROR
    return _bare_notice(source, words, document, shown)


def _said(flow: Flow, elsewhere: int, longest: int) -> str:
    """The lines that are hardly links, in lower case, but those of `elsewhere` and those longer than `longest`."""
    return "\n".join(
        block.text
        for block in flow.blocks
        if 3 * block.linked <= len(block.raw) <= longest and not block.area & elsewhere
    ).lower()


def _has_rows(listing: ListingRead) -> bool:
    return any(item.date is not None for item in listing.items)


def _bare_notice(source: Source, words: int, document: DocumentRead, said: str) -> PageKind | None:
    """What a few words without a site around them, without a day and without a form say, if they speak of trouble."""
    flow = source.flow
    if not source.is_page or words > _NOTE or len(flow.anchors) >= _FRAMED:
        return None
    if flow.inputs or flow.areas_of_text or flow.passwords:  # it lets one through
        return None
    if is_home_address(source.url) and _CLOSED.stands_in(said):
        return PageKind.ERROR
    if _is_dated(document) or document.number or document.index or flow.meta("articletitle") is not None:
        return None
    if _STOPPED.stands_in(said):
        return PageKind.BLOCKED
    return PageKind.ERROR if _BROKEN.stands_in(said) else None


def _is_dated(document: DocumentRead) -> bool:
    return document.read_from in {ReadFrom.LABEL, ReadFrom.HEADER}


def _is_placed(flow: Flow, document: DocumentRead) -> bool:
    """True for what has a day of its own and stands within a site: neither gates nor errors say when and where."""
    return _is_dated(document) and (
        len(flow.anchors) >= _FRAMED or flow.meta("articletitle") is not None or bool(flow.once(breadcrumb))
    )


def _tells_its_day(flow: Flow, document: DocumentRead) -> bool:
    """True for a document, even one without a site around it: a day, and where or whose it is."""
    whose = document.source or document.publisher or document.number or document.index
    return _is_placed(flow, document) or (_is_dated(document) and bool(whose))


def _asks(flow: Flow, shown: str) -> bool:
    """True where a code is asked for, and neither a letter nor a password is."""
    return not flow.areas_of_text and not flow.passwords and _ASKS.stands_in(shown)


def _challenges(source: Source, words: int) -> bool:
    flow = source.flow
    scripts = "\n".join(flow.scripts)[:20_000]
    told = (scripts + " ".join(flow.linked_scripts)).lower()
    return (
        _CHALLENGE.stands_in(told)
        or _GATE.stands_in(told)  # some put their words into the page by script
        or (bool(scripts or flow.linked_scripts) and _MARKED.search(source.text[:20_000]) is not None)
        or (words < _BARE and "document.cookie" in scripts and _COOKIE_AND_BACK.search(scripts) is not None)
    )


def _gone_within(flow: Flow, document: DocumentRead) -> bool:
    """True when, within the whole frame of a site, a short line says that the page is not there, and little else."""
    if _is_dated(document) or len(document.text) > _SMALL:
        return False
    own = [block for block in flow.blocks if not block.area & _ELSEWHERE]
    lines = [block.raw for block in own if 2 * block.linked <= len(block.raw) <= _NOTICE]
    said = _GONE.stands_in("。".join(lines).replace(EDGE, "").lower())
    return said and sum([len(block.raw) - block.linked for block in own]) < _SHORT
