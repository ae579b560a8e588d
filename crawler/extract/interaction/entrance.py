"""Where the public can write to an office: forms with room for a text and a way to send it (NORMS N01-V5a).

Forms are read, never filled in.
"""

import re
from collections.abc import Iterator
from typing import Final

import lxml.html

from crawler.markup import Source
from crawler.model.interaction import Entrance

_NAMED: Final = re.compile(
    r"我要(?:写信|留言|咨询|提问|投诉|建议|反映|诉求|来信|发言|说话)|(?:点击|开始|立即|在线|网上|马上)(?:写信|留言|咨询|提问|提交|发信)"
    r"|^(?:写信|留言|咨询|提问|写信入口|咨询入口|留言入口|发表留言)$|给.{1,8}写信|提交(?:留言|信件|咨询|来信|问题)"
    r"|(?:书记|市长|区长|县长|镇长|局长|主任|领导|部门|公众)信箱|(?:留言|咨询|建言)(?:平台|板|系统)"
)
_NOT_COUNTED: Final = re.compile(r"信访|纪检|监察|举报|检举|招聘|找错|纠错|须知|说明|指南|选登|查询|公开|统计|调查")
_SEND: Final = re.compile(
    r"提\s*交|发\s*送|发\s*表|发\s*布|确\s*定|写\s*信|留\s*言|提\s*问|submit|send|post", re.IGNORECASE
)
_LOGIN: Final = re.compile(
    r"(?:请|需|须)(?:先|要)?(?:您)?(?:先)?(?:登录|登陆|注册)|登录后(?:方可|才能|再|可)|统一身份认证|用户登录"
)
_NO_LETTER: Final = re.compile(r"recaptcha|search|keyword|jiucuo|error|correct", re.IGNORECASE)
_HIDDEN: Final = re.compile(r"display\s*:\s*none", re.IGNORECASE)
_CONTROLS: Final = ("textarea", "input", "select", "button", "a")
_MADE: Final = ("div", "span", "li", "img", "script")
"""Elements that are a field or a button only where a script has made them one."""
_MOST_FIELDS: Final = 20
_LONGEST_NAME: Final = 40


def names_entrance(title: str) -> bool:
    """Return whether a link is named as a place to write to the office; 网上信访 and 纪检举报 do not count."""
    plain = "".join(title.split())
    return len(plain) <= _LONGEST_NAME and bool(_NAMED.search(plain)) and not _NOT_COUNTED.search(plain)


def read_entrance(source: Source, title: str) -> Entrance:
    """Return what the page offers to someone who wants to write; `title` is the name it goes by."""
    areas, fields, send = list[str](), dict[str, None](), False
    tree = source.tree
    for element in _controls(tree) if tree is not None else ():
        tag, kind = element.tag, (element.get("type") or "text").lower()
        name = (
            element.get("placeholder") or element.get("title") or element.get("name") or element.get("id") or ""
        ).strip()
        if tag == "textarea" or element.get("contenteditable") is not None or tag == "script":
            if not _NO_LETTER.search(f"{element.get('name') or ''} {element.get('id') or ''}"):
                areas.append(name)
                fields.setdefault(name or "正文")
        elif tag == "input" and kind in {"text", "tel", "email", "number", "radio", "checkbox"}:
            fields.setdefault(name or kind)
        elif tag == "select":
            fields.setdefault(name or "选择")
        else:
            send = send or _sends(element, tag, kind)
    text = "".join(source.flow.titles) + "".join(block.text for block in source.flow.blocks[:400])
    return Entrance(
        url=source.url,
        title=title,
        writes=bool(areas) and send,
        fields=tuple(fields)[:_MOST_FIELDS],
        login=source.flow.passwords > 0 or _LOGIN.search(text) is not None,
    )


def _controls(tree: lxml.html.HtmlElement) -> Iterator[lxml.html.HtmlElement]:
    """What can be filled in or pressed: also parts that a script makes an editor or a button of."""
    found = 0
    for number, element in enumerate(tree.iter(*_CONTROLS, *_MADE)):
        if number > 20_000 or found > 3000:  # noqa: PLR2004 - more than any page of a form has
            return
        if element.tag in _MADE and not _is_made(element):
            continue
        if element.get("disabled") is None and not _HIDDEN.search(element.get("style") or ""):
            found += 1
            yield element


def _is_made(element: lxml.html.HtmlElement) -> bool:
    if element.tag == "script":  # where UEditor keeps its text
        return (element.get("type") or "").lower() == "text/plain"
    return element.get("onclick") is not None or element.get("contenteditable") in {"", "true"}


def _sends(element: lxml.html.HtmlElement, tag: str, kind: str) -> bool:
    if tag == "input":
        if kind in {"submit", "image"}:
            return True
        return kind == "button" and _SEND.search(element.get("value") or "") is not None
    pictures = (picture.get("alt") or picture.get("title") or "" for picture in element.iter("img"))
    words = ("".join(element.itertext("*")) + "".join(pictures))[:_LONGEST_NAME]
    if tag == "button":
        return (element.get("type") or "submit").lower() == "submit" or _SEND.search(words) is not None
    acts = "javascript" in (element.get("href") or "").lower() or element.get("onclick") is not None
    return acts and _SEND.search(words) is not None
