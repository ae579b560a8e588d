"""Chinese words for what the crawler's values mean: the same in a finding's sentence and in its explanation."""

from collections.abc import Mapping

from crawler.model import Outcome, Place

OUTCOMES: Mapping[Outcome, str] = {
    Outcome.OK: "正常",
    Outcome.NOT_FOUND: "页面不存在",
    Outcome.SOFT_NOT_FOUND: "页面不存在（以正常状态码返回）",
    Outcome.HTTP_ERROR: "服务器返回错误",
    Outcome.TIMEOUT: "访问超时",
    Outcome.DNS_FAILED: "域名解析失败",
    Outcome.TLS_FAILED: "安全连接失败",
    Outcome.REFUSED: "连接被拒绝",
    Outcome.DROPPED: "连接中断",
    Outcome.BLOCKED: "被网站拦截",
    Outcome.ROBOTS_FORBIDDEN: "robots.txt 不允许采集",
    Outcome.TRUNCATED: "内容未传完",
    Outcome.TOO_LARGE: "内容过大未采集",
    Outcome.REDIRECT_LOOP: "循环跳转",
    Outcome.OFF_SITE: "跳转到其他网站",
    Outcome.UNREADABLE: "内容无法识读",
    Outcome.NEEDS_BROWSER: "需用浏览器打开而未能采集",
    Outcome.ADDRESS_FORBIDDEN: "地址不在允许采集的范围",
    Outcome.BUDGET_SPENT: "采集额度已用完",
    Outcome.NO_ROUTE: "本机没有可用的网络通路",
    Outcome.OUR_FAULT: "本工具出错",
}
"""What became of a look; fits into a sentence."""

PLACES: Mapping[Place, str] = {
    Place.PIN: "名册登记的地址",
    Place.HOME: "首页及其导航",
    Place.NAVIGATION: "导航",
    Place.HOME_BLOCK: "首页版块",
    Place.SITE_MAP: "网站地图",
    Place.SECTION: "上级栏目页",
    Place.PLATFORM_TREE: "平台目录",
}
"""Where a column was looked for."""
