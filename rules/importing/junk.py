"""What stands around a document on a saved page and is no part of it: menus, injected spam, widgets, mojibake."""

import re

_FURNITURE = re.compile(
    r"(?:您|你)?(?:現在|现在|当前|當前)(?:的)?位置.*|当前页面.*|位置[:：].*|首页\s*[>＞»/›].*|.{0,12}[>＞»›]{1,2}.{0,20}[>＞»›]{1,2}.*|"
    r"扫码.{0,20}|掃碼.{0,20}|扫一扫.{0,20}|.{0,12}扫描二维码.{0,12}|.{0,12}二[维維][码碼]|"
    r"(?:分享|转发)(?:到|至).{0,30}|【.{1,4}】(?:\s*【.{1,6}】)*|(?:上|下)一[篇条].{0,60}|版[权權]所有.*|.{0,30}(?:ICP|icp)\s*备.*|.{0,20}公网安备.*|"
    r"网站标识码.*|技术支持[:：].*|主办(?:单位)?[:：].{0,60}|承办(?:单位)?[:：].{0,60}|浏览(?:次数|量)?[:：].*|点击(?:数|率|次数)?[:：].*|阅读(?:次数|量)?[:：].*|"
    r"责任编辑[:：].*|字[号体][:：]?.{0,20}|(?:政府)?网站地[图圖].*|返回(?:顶部|首页|列表)|建议使用.{0,40}浏览器.*|本网站?(?:已)?支持IPv6.*|"
    r"(?:Copyright|©).*|(?:网站)?(?:监督)?举报(?:热线|电话|邮箱)[:：].{0,80}|网站(?:监督)?举报.{0,80}|今天是.{0,40}|(?:您|你)是第.{0,12}位.*",
    re.IGNORECASE,
)
_MENU = re.compile(
    r"首页|首頁|登录|登錄|注册|註冊|无障碍|無障礙|无障碍浏览|长者模式|长者版|适老化|"
    r"关怀版|简体|繁体|繁體|English|EN|打印|打印本页|打印本頁|關閉|关闭|"
    r"关闭窗口|关闭本页|收藏|收藏本站|设为首页|分享|分享到|微信|微博|新媒体|新媒體|"
    r"手机版|手機版|手机网站|客户端|联系我们|聯繫我們|关于我们|高级搜索|返回顶部|"
    r"相关链接|相关附件|相关文章|友情链接|网站地图|網站地圖|RSS|放大|缩小|纠错|"
    r"站内搜索|智能问答|菜单|更多>>|回到顶部"
)
_SECTION = re.compile(
    r"政务公开|政務公開|政务服务|互动交流|要闻动态|新闻中心|专题专栏|走进|市情|办事服务|"
    r"政民互动|信息公开|中山市|邮箱|搜索|检索|下载|导航|更多|大|中|小|简|繁|默认"
)
"""Words of menus that a plan may use as a heading: alone they prove nothing."""
_SEPARATORS = re.compile(r"[\s|｜/／·•>＞»›\[\]【】()（）_-]+")
_LONGEST_FURNITURE = 120
_FEWEST_TOKENS = 2
_FEWEST_SECTIONS = 3
_SPAM = re.compile(
    r"[国國]产.{0,6}(?:精品|无码|视频)|无码|無碼|白浆|潮失禁|激情(?:视频|图片|小说)|赌场|賭場|娱乐城|娛樂城|百家乐|六合彩|时时彩|老虎机|"
    r"澳门.{0,4}(?:娱乐|开奖)|久久.{0,4}(?:精品|热|综合)|一本道|av(?:在线|视频)|色情(?:网|视频|片)|亚洲.{0,4}(?:欧美|精品).{0,6}(?:视频|在线)",
    re.IGNORECASE,
)
_SUSPECT = re.compile(r"成人|色情|博彩|彩票|高潮|棋牌|私服|外挂|代孕|裸聊")
_OFFICIAL = re.compile(
    r"公开|工作|管理|监[管测督]|整治|打击|部门|单位|教育|公益|政务|培训|考试|建设|服务|政策|企业|民生|治理"
)
_MOJIBAKE = re.compile(
    r"[\u0080-\u009f]|[ÃÂäåæçèéï][\u0080-\u00bf€‚ƒ„…†‡ˆ‰Š‹ŒŽ‘’“”•–—˜™š›œžŸ]|[¤¥¦§¨©ª«¬®¯°±²³´µ¶·¸¹º»¼½¾¿]{3,}|锟斤拷|烫烫烫|�{2,}|[Ѐ-ӿ]{4,}"
)
_SYMBOLS = re.compile(r"[^\w]+")
_SHORTEST_GARBLED = 4
_CHINESE = re.compile(r"[一-鿿]{2}")


def junk_reason(text: str) -> str | None:
    """Return why a line is no part of the document, or None when it may be."""
    stripped = text.strip()
    if _SPAM.search(stripped) or (_SUSPECT.search(stripped) and not _OFFICIAL.search(stripped)):
        return "injected spam"
    if _MOJIBAKE.search(stripped) or _was_utf8(stripped):
        return "mojibake"
    if _is_furniture(stripped):
        return "page furniture"
    if _SYMBOLS.fullmatch(stripped):
        return "symbols only"
    return None


def _is_furniture(text: str) -> bool:
    if len(text) > _LONGEST_FURNITURE or "。" in text:
        return False
    if _FURNITURE.fullmatch(text):
        return True
    words = [word for word in _SEPARATORS.split(text) if word]
    sections = sum(bool(_SECTION.fullmatch(word)) for word in words)
    known = sections + sum(bool(_MENU.fullmatch(word)) for word in words)
    if sections == len(words) < _FEWEST_SECTIONS:
        return False
    return bool(words) and (known == len(words) or (known >= _FEWEST_TOKENS and known * 3 >= len(words) * 2))


def _was_utf8(text: str) -> bool:
    """True for UTF-8 that was read as GB18030: put back, the bytes are Chinese text again, never so by chance."""
    if len(text) < _SHORTEST_GARBLED or text.isascii():
        return False
    try:
        raw = text.encode("gb18030")
    except UnicodeEncodeError:
        return False
    for cut in range(3):
        try:
            again = raw[: len(raw) - cut].decode("utf-8")
        except UnicodeDecodeError:
            continue
        return again != text and bool(_CHINESE.search(again))
    return False
