"""Whose page it is: footer facts of NORMS 1.7 and meta tags of NORMS 2.1."""

import re
from typing import Final

from crawler.extract.sites.provinces import LETTERS
from crawler.markup import EDGE, Source
from crawler.model import SiteIdentity

_CODE: Final = re.compile(r"标识(?:编?码|号码?)[\s:：]*(?P<code>[Bb][Mm]\d{8}|[0-9]{10})(?!\d)")
_CODE_IN_LINK: Final = re.compile(r"(?:site_?code|siteidcode|[?&]id)=(?P<code>bm\d{8}|\d{10})(?!\d)", re.IGNORECASE)
_CODE_BEHIND: Final = re.compile(r"=(?:[Bb][Mm]\d{8}|\d{10})(?!\d)")
"""What an address cannot do without that names the code; sought first, because it begins with one certain sign."""
_CODE_IN_TAG: Final = re.compile(r"sitecode\s*=\s*[\"']?(?P<code>bm\d{8}|\d{10})(?!\d)", re.IGNORECASE)
_CODE_SHAPE: Final = re.compile(r"bm\d{8}|\d{10}")
_ICP: Final = re.compile(
    rf"(?P<icp>[{''.join(LETTERS.values())}港]\s?[Ii][Cc][Pp]\s?[备证]\s?[:：]?\s?\d{{5,10}}\s?号?(?:\s?[-－—]\s?\d{{1,3}})?)"
)
_POLICE: Final = re.compile(r"公\s?网\s?安\s?备(?:案号)?\s?[:：]?\s?(?P<police>\d{12,15})\s?号?")
_POLICE_IN_LINK: Final = re.compile(r"recordcode=(?P<police>\d{12,15})", re.IGNORECASE)
_ORGANISER: Final = re.compile(
    r"(?:主\s?办\s?单\s?位|主\s?办(?:方|者)?|版权所有)\s?(?:为|单位)?[\s:：]+(?:©|\([Cc]\)|版权所有)?\s*(?:(?:19|20)\d\d(?:\s?[-—]\s?(?:19|20)\d\d)?\s*)?(?P<name>[\u4e00-\u9fff（）()、·]{3,60})"
)
_BEFORE: Final = re.compile(
    r"(?:^|[\s|｜©.。，,;；]|本网?站由)(?P<name>(?:(?!由)[\u4e00-\u9fff（）()、]){2,40}(?:政府|委|局|办|厅|中心|院|室|会|处|部|社|网))\s?"
    r"(?:主办|版权所有)(?![\u4e00-\u9fff：:])"
)
"""A name before the word, as the footers of some sites have it; only beside other words of footers."""
_OF_FOOTS: Final = ("承办", "ICP", "备案", "标识码", "All Rights", "Tel", "网站地图")
_ENDS_NAME: Final = re.compile(
    r"(?:承办|协办|主办|技术支持|版权|地址|联系|备案|网站|电话|ICP|未经|邮编|All).*"
    r"|(?:维护|运维|建设|管理){1,2}(?:(?:单位|方).*|$)"
)
_BLANK: Final = re.compile(r"\s+")
_LINES: Final = 80
_LONGEST: Final = 2000


def read_identity(source: Source) -> SiteIdentity:
    """Return the identity facts; what is written in the page outranks the meta tags only where those are unusable."""
    flow = source.flow
    if not source.is_page:
        return SiteIdentity()
    code = flow.meta("siteidcode")
    if code is not None and not _CODE_SHAPE.fullmatch(code):
        code = None
    shown = _foot(source)
    links = "\n".join(anchor.href for anchor in flow.anchors[-80:] if "=" in anchor.href)
    scripts = "\n".join(
        script[:4000] for script in flow.scripts if "conac" in script or "ICP" in script or "code" in script
    )
    return SiteIdentity(
        name=flow.meta("sitename"),
        code=code
        or _first(_CODE, "code", *_with(("标识",), shown, scripts))
        or _first(_CODE_IN_LINK, "code", *(text for text in (links, scripts) if _CODE_BEHIND.search(text)))
        or _first(_CODE_IN_TAG, "code", *_with(("sitecode", "siteCode"), source.text)),
        icp=_compact(_first(_ICP, "icp", *_with(("ICP", "icp", "Icp"), shown, scripts))),
        police=_first(_POLICE, "police", shown, scripts)
        or _first(_POLICE_IN_LINK, "police", *_with(("ode=", "ODE="), links)),
        organiser=_organiser(shown),
    )


def _with(words: tuple[str, ...], *texts: str) -> tuple[str, ...]:
    """The texts in which one of the words stands: one that begins with a choice of signs tries them all."""
    return tuple(text for text in texts if any(word in text for word in words))


def _foot(source: Source) -> str:
    """The last lines of the page, and whatever else stands in a footer."""
    blocks = source.flow.blocks
    return "\n".join([block.raw for block in blocks[-_LINES:] if len(block.raw) < _LONGEST]).replace(EDGE, "")


def _first(pattern: re.Pattern[str], group: str, *texts: str) -> str | None:
    for text in texts:
        match = pattern.search(text) if text else None
        if match is not None:
            return match[group]
    return None


def _compact(icp: str | None) -> str | None:
    if icp is None:
        return None
    return _BLANK.sub("", icp).replace("－", "-").replace("—", "-").replace("：", "").replace(":", "")


def _organiser(shown: str) -> str | None:
    best = None
    for match in _ORGANISER.finditer(shown):
        if match["name"].endswith(("承办", "协办")):  # 版权所有 belongs to the name before it
            continue
        name = _ENDS_NAME.sub("", match["name"]).strip("（）()、·")
        if len(name) >= 3 and (best is None or match[0].startswith(("主办", "主 办"))):  # noqa: PLR2004  # 市政府
            best = name
            if "办" in match[0][:5]:
                break
    return best or _named_before(shown)


def _named_before(shown: str) -> str | None:
    if "主办" not in shown and "版权所有" not in shown:
        return None
    found = ((line, match) for line in shown.split("\n") if (match := _BEFORE.search(line)))
    return next(
        (
            match["name"].strip("（）()、")
            for line, match in found
            if match[0] == line.strip() or any(word in line for word in _OF_FOOTS)
        ),
        None,
    )
