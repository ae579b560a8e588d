"""Oddities of markup that come with injected pages: random ids on odd tags, scripts from elsewhere, veiled jumps."""

import re
from collections import Counter
from collections.abc import Collection, Iterator
from urllib.parse import unquote

from crawler.extract.sites.hosts import host_of, is_cheap, is_official, is_well_known, related
from crawler.markup import Source
from crawler.model.tampering import Sign, SignKind, Strength

_WITH_ID = re.compile(
    r"<([a-z][a-z0-9]{0,14})\s+(?:[a-z-]{1,20}=\"[^\"<>]{0,40}\"\s+)?id=[\"']?([A-Za-z0-9]{4,10})[\"']?\s*/?>",
    re.IGNORECASE,
)
_RANDOM = re.compile(r"(?=[a-z0-9]*\d)(?=[a-z0-9]*[a-z])[a-z0-9]{4,10}", re.IGNORECASE)
_ODD = frozenset(
    {
        *("listing", "nobr", "menuitem", "noframes", "xmp", "plaintext", "bgsound", "keygen", "isindex", "multicol"),
        *(
            "spacer",
            "blink",
            "nextid",
            "acronym",
            "basefont",
            "tt",
            "rp",
            "rt",
            "bdo",
            "samp",
            "kbd",
            "dfn",
            "optgroup",
        ),
        *(
            "address",
            "mark",
            "sub",
            "sup",
            "legend",
            "fieldset",
            "progress",
            "meter",
            "output",
            "rb",
            "noembed",
            "cite",
        ),
        *("strike", "big", "small", "var", "ruby", "dir", "menu", "wbr", "track", "summary", "details", "datalist"),
    }
)
_NEVER = ("listing", "menuitem", "xmp", "plaintext", "keygen", "isindex", "multicol", "nextid", "noembed", "spacer")
_NEVER_TAG = re.compile(rf"<(?:{'|'.join(_NEVER)})\b", re.IGNORECASE)
_IN_FIGURE = re.compile(r"\d<(?P<tag>[a-z]{2,10})[^<>]{0,60}>\s*(?:</(?P=tag)>)?\s*(?=[\d.,])", re.IGNORECASE)
_ENOUGH_TAGS, _ENOUGH_TIMES = 3, 6
_ENTITIES = re.compile(r"<title[^<>]{0,100}>\s*((?:&#x?[0-9a-f]{4,6};){4}[^<]{0,400})", re.IGNORECASE)
_BARE = re.compile(r"\d{1,3}(?:\.\d{1,3}){3}")
_SEARCHERS = re.compile(r"baidu|sogou|360|so\.com|google|bing|haosou|sm\.cn|spider|bot\b", re.IGNORECASE)
_JUMPS = re.compile(
    r"(?:location(?:\.href)?\s*=|location\.replace\s*\(|window\.open\s*\(|document\.write(?:ln)?\s*\()", re.IGNORECASE
)
_LITERAL = re.compile(r"\s*['\"]([^'\"]{1,300})['\"]")
_RETITLES = re.compile(r"document\.title\s*=(?!=|\s*document\.title)")
_SPIDERS = re.compile(r"spider|googlebot|bingbot", re.IGNORECASE)
_ASKS = re.compile(r"document\.referrer|navigator\.userAgent", re.IGNORECASE)
_UNESCAPED = "unescape写入"
_PACKED = "eval打包"
_DICTIONARY = re.compile(r"['\"]([^'\"]{0,20000})['\"]\s*\.split\(\s*['\"]\|")
"""The words that a packed script is put together from."""
_VEILED = (
    (re.compile(r"eval\s*\(\s*function\s*\(\s*p\s*,\s*a\s*,\s*c\s*,\s*k\s*,\s*e"), _PACKED),
    (re.compile(r"String\.fromCharCode\s*\(\s*(?:\d{2,5}\s*,\s*){15}"), "字符编码"),
    (re.compile(r"(?:\\x[0-9a-f]{2}){30}", re.IGNORECASE), "十六进制转义"),
    (re.compile(r"(?:window|document)\s*\[\s*[\"']\\x[0-9a-f]{2}", re.IGNORECASE), "十六进制转义"),
    (re.compile(r"unescape\s*\(\s*[\"']%(?:3C|u00)", re.IGNORECASE), _UNESCAPED),
    (re.compile(r"\b_0x[0-9a-f]{4,6}\b.{0,4000}\b_0x[0-9a-f]{4,6}\b", re.DOTALL), "变量混淆"),
    (re.compile(r"atob\s*\(\s*[\"'][A-Za-z0-9+/=]{60}"), "base64"),
)
_WRITES = re.compile(
    r"document\s*(?:\.write|\[)|createElement|\.src\s*=|appendChild|\\x77\\x72\\x69\\x74\\x65", re.IGNORECASE
)
_LOADED = re.compile(
    r"(?:src\s*=\s*[\\'\"]{0,2}|cnzz_protocol\s*\+\s*[\"'])\s*((?:https?:)?//[^'\"\\<>\s]{3,200}|[a-z0-9.]{4,40}/[^'\"\\<>\s]{0,200})",
    re.IGNORECASE,
)
_REFRESH = re.compile(r"^\s*\d{0,3}\s*;\s*url\s*=\s*['\"]?(https?://[^'\"\s]{1,300})", re.IGNORECASE)
_UNSEEN = re.compile(r"display\s*:\s*none|(?<![-\w])(?:width|height)\s*:\s*[01](?:px)?\s*(?:;|$)", re.IGNORECASE)
_MOST_FRAMES = 50
_MOST_TEXT = 1_000_000
_MOST_SCRIPT = 60_000
_QUOTE = 200


def odd_tags(source: Source) -> Iterator[Sign]:
    """One random id on many odd elements is the mark of a machine that copies pages and fills in links."""
    text = source.text[:_MOST_TEXT]
    uses: dict[str, Counter[str]] = {}
    for match in _WITH_ID.finditer(text):
        tag, name = match[1].lower(), match[2]
        if _RANDOM.fullmatch(name):
            uses.setdefault(name, Counter())[tag] += 1
    for name, tags in uses.items():
        odd = [tag for tag in tags if tag in _ODD]
        if len(tags) >= _ENOUGH_TAGS and tags.total() >= _ENOUGH_TIMES and odd:
            strength = Strength.STRONG if len(odd) >= _ENOUGH_TAGS else Strength.MODERATE
            quote = "、".join(f"<{tag}>" for tag in tags)
            yield _sign(SignKind.ODD_TAGS, strength, f'id="{name}"', quote, f"{tags.total()}个不同元素重复同一随机编号")
            return
    never = _NEVER_TAG.findall(text)
    if len(set(map(str.lower, never))) > 1:
        yield _sign(SignKind.ODD_TAGS, Strength.MODERATE, "源码", "、".join(sorted(set(never))), "多种早已废弃的标签")
    cut = _IN_FIGURE.findall(text)
    strange = [
        tag for tag in cut if tag.lower() in _NEVER or tag.lower() in {"nobr", "bdo", "dfn", "acronym", "rp", "rt"}
    ]
    if len(strange) > 1:
        yield _sign(
            SignKind.ODD_TAGS, Strength.MODERATE, "数字之间", "、".join(sorted(set(strange))), "数字中插入异常标签"
        )


def encoded_title(source: Source) -> Iterator[Sign]:
    """A title spelled in character numbers is read by robots and overlooked by editors."""
    match = _ENTITIES.search(source.text[:_MOST_TEXT])
    if match is not None:
        shown = (source.flow.titles or [""])[0]
        yield _sign(SignKind.ENCODED_TITLE, Strength.MODERATE, "标题", shown, "标题以字符编号写成，编辑不易察觉")


def scripts(source: Source) -> Iterator[Sign]:
    """Scripts from hosts of others, veiled scripts, and scripts that treat visitors from search engines otherwise."""
    own = host_of(source.url) or ""
    for address in dict.fromkeys(source.flow.linked_scripts):
        host = host_of(address[:500])
        if host is None or _expected(host, own):
            continue
        bad = is_cheap(host)
        strength = Strength.MODERATE if bad else Strength.WEAK
        kind = "域名常被滥用" if bad else "数字地址" if _BARE.fullmatch(host) else "非政府网站"
        yield _sign(SignKind.FOREIGN_SCRIPT, strength, "脚本", address, f"引用其他主机的脚本（{kind}）")
    for script in source.flow.scripts:
        yield from _inline(script[:_MOST_SCRIPT], own)
    yield from _unseen_frames(source, own)
    yield from _refresh(source, own)


def _inline(script: str, own: str) -> Iterator[Sign]:
    veils = {name for words, name in _VEILED if words.search(script)}
    if veils == {_UNESCAPED} and _loads_known(script, own):
        return
    asks = _ASKS.search(script)
    near = script[max(0, asks.start() - 300) : asks.end() + 600] if asks else ""
    searched = asks is not None and _SEARCHERS.search(near) is not None
    if searched and asks is not None and _RETITLES.search(script[asks.end() : asks.end() + 600]):
        yield _sign(SignKind.CLOAKED_REDIRECT, Strength.STRONG, "脚本", near, "对搜索引擎和读者显示不同的标题")
    elif searched and "referrer" in near and _leads_away(near, own):
        yield _sign(SignKind.CLOAKED_REDIRECT, Strength.STRONG, "脚本", near, "对来自搜索引擎的访问者跳转或另写内容")
    elif searched and _SPIDERS.search(near) and _leads_away(near, own):
        yield _sign(SignKind.CLOAKED_REDIRECT, Strength.MODERATE, "脚本", near, "对搜索引擎的爬虫跳转或另写内容")
    elif veils:
        # libraries are packed too: only a veiled script that writes into the page or asks who comes is more than weak
        writes = _acts(script, veils) or asks is not None
        strength = Strength.MODERATE if writes or len(veils) > 1 else Strength.WEAK
        yield _sign(SignKind.OBFUSCATED_SCRIPT, strength, "脚本", script, f"混淆的脚本（{'、'.join(sorted(veils))}）")


def _leads_away(script: str, own: str) -> bool:
    """Whether the script goes on to or writes something that may be another's: not its own mobile site, no meta tag."""
    for jump in _JUMPS.finditer(script):
        literal = _LITERAL.match(script, jump.end())
        if literal is None:
            return True
        host = host_of(literal[1])
        if "write" in jump[0].lower():
            if not literal[1].lower().startswith("<meta"):
                return True
        elif host is not None and not _expected(host, own):
            return True
    return False


def _acts(script: str, veils: Collection[str]) -> bool:
    """Whether a veiled script writes into the page; of a packed one only its words tell, not the plain code beside."""
    if set(veils) != {_PACKED}:
        return _WRITES.search(script) is not None
    words = {word.lower() for packed in _DICTIONARY.findall(script) for word in packed.split("|")}
    frames = words & {"write", "writeln"} and words & {"script", "iframe"}
    return bool(frames) or bool(words & {"referrer", "useragent"} and words & {"baidu", "sogou", "google", "spider"})


def _loads_known(script: str, own: str) -> bool:
    """Whether what a script unescapes only loads scripts of known counters, authorities or the site itself."""
    hosts = [host_of(address) for address in _LOADED.findall(unquote(script))]
    return bool(hosts) and all(host is None or _expected(host, own) for host in hosts)


def _expected(host: str, own: str) -> bool:
    return (own != "" and related(host, own)) or is_official(host) or is_well_known(host)


def _unseen_frames(source: Source, own: str) -> Iterator[Sign]:
    """Frames of no size that load pages of others: so trojans were brought in, and some counters still are."""
    if not source.flow.frames or source.tree is None:
        return
    for _, frame in zip(range(_MOST_FRAMES), source.tree.iter("iframe"), strict=False):
        host = host_of((frame.get("src") or "")[:500])
        none = {(frame.get(side) or "").strip() for side in ("width", "height")} & {"0", "1", "0px", "1px"}
        if host is None or _expected(host, own) or not (none or _UNSEEN.search((frame.get("style") or "")[:500])):
            continue
        strength = Strength.MODERATE if is_cheap(host) or _BARE.fullmatch(host) else Strength.WEAK
        yield _sign(
            SignKind.FOREIGN_SCRIPT, strength, "iframe", frame.get("src") or "", "不可见的框架载入其他主机的页面"
        )


def _refresh(source: Source, own: str) -> Iterator[Sign]:
    if "refresh" not in source.text[:_MOST_TEXT].lower() or source.tree is None:
        return
    for meta in source.tree.iter("meta"):
        if (meta.get("http-equiv") or "").lower() != "refresh":
            continue
        match = _REFRESH.match((meta.get("content") or "")[:500])
        host = host_of(match[1]) if match else None
        if match and host and own and not related(host, own) and not is_official(host):
            yield _sign(SignKind.CLOAKED_REDIRECT, Strength.MODERATE, "meta refresh", match[1], "页面自动跳往其他主机")


def _sign(kind: SignKind, strength: Strength, where: str, quote: str, reason: str) -> Sign:
    return Sign(kind, strength, where[:_QUOTE], " ".join(quote.split())[:_QUOTE], reason)
