"""What stands around a document on a saved page and is no part of it: menus, injected spam, widgets, mojibake."""

import re

_PAGE = re.compile(
    r"^(?:(?:您|你)?(?:現在|现在|当前|當前)(?:的)?位置|扫码|掃碼|打印|關閉|关闭|分享到|【.{1,4}】|字体|上一篇|下一篇|新媒体|新媒體|"
    r"微信|手机版|手機版|版权所有|網站地圖|网站地图|技术支持|主办[:：]|ICP备|首页$|返回顶部|相关链接|扫一扫|收藏)"
)
_SPAM = re.compile(
    r"[国國]产.{0,6}(?:精品|无码|视频)|无码|無碼|成人|色情|博彩|彩票|赌场|賭場|高潮|白浆|棋牌|娱乐城|娛樂城|澳门.{0,4}(?:娱乐|开奖)|久久.{0,4}(?:精品|热)"
)
_MOJIBAKE = re.compile(r"[ÃÂ¤¥¦§¨©ª«¬®¯°±²³´µ¶·¸¹º»¼½¾¿]{3,}|(?:锟斤拷){1,}|�{2,}|[Ѐ-ӿ]{4,}")
_SYMBOLS = re.compile(r"[^\w]+")


def junk_reason(text: str) -> str | None:
    """Return why a line is no part of the document, or None when it may be."""
    if _SPAM.search(text):
        return "injected spam"
    if _MOJIBAKE.search(text):
        return "mojibake"
    if _PAGE.search(text.strip()):
        return "page furniture"
    if _SYMBOLS.fullmatch(text.strip()):
        return "symbols only"
    return None
