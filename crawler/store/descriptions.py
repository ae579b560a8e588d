"""What the tables and columns of `evidence.db` mean, for those who open it with Datasette (`metadata.json`)."""

import json
from pathlib import Path
from typing import Any

FILE = "metadata.json"
"""Beside the database: `datasette evidence.db -m metadata.json`."""

_WHERE = {"warc": "WARC 文件（WARC file）", "offset": "记录在文件中的起始字节（where its record begins, bytes）"}
_WHOSE = {"site": "网站编号，见名册（site id of the roster）", "run": "采集编号（run）"}
_HELD = {"since": "自哪一次起有效（from this one on）", "until": "至哪一次仍有效（up to and with this one）"}
_PIECE = {
    "id": "证据编号：内容的摘要（digest of all that follows）",
    "site": _WHOSE["site"],
    "kind": "证据种类，如栏目、文件、年报（kind of fact）",
    "subject": "所指事物：栏目编号、网址或主机名（column id, address or host）",
    "outcome": "查看结果；只有 ok 才有事实（outcome; only `ok` has facts）",
    "seen_at": "看到的时刻，UTC（when it was seen）",
    "facts": "读到的事实，JSON（what was read）",
    "provenance": "出处：网址、时刻、存档位置与摘要，JSON（the way back to the bytes）",
}
_ITEM = {"site": _WHOSE["site"], "column": "栏目编号（column id）", "url": "网址（address）", "title": "标题（title）"}

TABLES: dict[str, tuple[str, dict[str, str]]] = {
    "runs": (
        "每一次采集（one gathering each）",
        {
            "id": "采集编号（number）",
            "wanted": "采集要求的摘要，见 wanted（what was wanted）",
            "settings": "采集设置，JSON（settings）",
            "started_at": "开始时刻，UTC（began）",
            "ended_at": "结束时刻，UTC（ended）",
            "state": "complete 完成，stopped 中止，failed 出错，running 进行中或被强行终止（how it ended）",
        },
    ),
    "wanted": (
        "由方案推出的采集要求（what plans want gathered）",
        {"digest": "摘要（digest）", "json": "全部要求，JSON（all of it）"},
    ),
    "sites": (
        "每次采集中各网站的情况（how each site went）",
        {
            **_WHOSE,
            "name": "网站名称（name）",
            "url": "首页网址（home page）",
            "state": "该网站是否完成（how it ended）",
            "family": "建站系统（CMS family）",
            "visits": "访问的网址数（addresses asked or taken over）",
            "bytes": "正文字节数（bytes of bodies）",
            "outcomes": "各种结果的次数，JSON（outcomes counted）",
            "started_at": "开始时刻，UTC（began）",
            "ended_at": "结束时刻，UTC（ended）",
            "note": "本工具自身出错时的说明（where our own code failed）",
        },
    ),
    "visits": (
        "每一次访问：无论结果如何，一址一行（one row for each address asked, whatever became of it）",
        {
            "id": "访问编号（number）",
            **_WHOSE,
            "key": "请求的全部内容：方法、网址、表单、是否用浏览器（what makes two requests the same）",
            "url": "所问网址（address asked）",
            "purpose": "为何而问：首页、栏目、列表页、文件等（why it was asked）",
            "column": "为哪个栏目（column id）",
            "number": "列表第几页（page of its list, from 1）",
            "outcome": "结果：ok 正常，not-found 不存在，timeout 超时，blocked 被拦截等（what became of it）",
            "seen_at": "时刻，UTC（when）",
            "status": "HTTP 状态码；304 表示与上次相同（HTTP status; 304: not changed）",
            "final_url": "转向后的网址（after redirects）",
            "media_type": "媒体类型（media type）",
            "rendered": "1 表示由浏览器呈现（rendered by a browser）",
            **_WHERE,
            "digest": "正文的 SHA-256（of the body, content encoding undone）",
            "size": "正文字节数（bytes of the body）",
            "note": "补充说明（a few words more）",
            "etag": "服务器给出的 ETag（validator）",
            "last_modified": "服务器给出的修改时间（validator）",
            "revisit": "1 表示正文与早先存档相同，未重复保存（its body is kept by an earlier record）",
            "judged": "与 outcome 不同时，实际判定的结果（what it was judged to be, where that differs）",
            "picture": "呈现页面的截图所在，JSON（where the picture of a rendered page is）",
        },
    ),
    "extractions": (
        "每一次从存档中读取事实（each reading of facts off the stored pages）",
        {
            "id": "读取编号（number）",
            "run": _WHOSE["run"],
            "extractor": "提取程序版本（version of the extractors）",
            "made_at": "时刻，UTC（when）",
        },
    ),
    "evidence": (
        "证据：关于一处的一项事实，连同出处；相同的只存一次（facts about a place, each piece stored once）",
        {
            **_PIECE,
            "facts": "旧版本所存的事实；现存于 facts 表（only in rows of older versions）",
            "said": "事实的摘要，见 facts（digest of its row in `facts`）",
        },
    ),
    "current_evidence": ("最近一次读取所得的证据（the evidence of the last extraction）", dict(_PIECE)),
    "facts": ("事实正文，各证据共用（facts, shared）", {"digest": "摘要（digest）", "json": "事实，JSON（facts）"}),
    "confirmations": (
        "各项证据在哪几次读取中成立（over which extractions a piece of evidence held）",
        {"evidence": "证据编号（evidence id）", **_HELD},
    ),
    "extracted": (
        "每次读取所得的证据（evidence by extraction）",
        {"extraction": "读取编号（extraction）", "evidence": "证据编号（evidence id）"},
    ),
    "reused": (
        "沿用的访问：后来的采集未再询问（visits that later runs took over instead of asking）",
        {"visit": "访问编号（visit）", **_HELD},
    ),
    "outcomes": (
        "每次采集各网站的结果计数（outcomes counted）",
        {**_WHOSE, "outcome": "结果（outcome）", "visits": "次数（how many）"},
    ),
    "bodies": (
        "哪条记录存有哪个正文（which record holds a body）",
        {
            "payload": "传输内容的摘要（digest as WARC spells it）",
            **_WHERE,
            "url": "网址（address）",
            "seen_at": "时刻，UTC（when）",
        },
    ),
    "moved": (
        "清理后保留的记录移到了哪里（where retention put the records that it kept）",
        {**_WHERE, "to_warc": "现在的文件（file now）", "to_offset": "现在的起始字节（offset now）"},
    ),
    "thinned": (
        "已清理的存档文件（files that retention wrote again）",
        {
            "warc": "原文件（the file）",
            "now_in": "保留部分现在的文件（where the rest is）",
            "before": "清理前字节数（bytes before）",
            "after": "清理后字节数（bytes after）",
            "at": "时刻，UTC（when）",
        },
    ),
    "availability": (
        "首页可用性的逐次记录（visits of the availability series）",
        {
            "site": _WHOSE["site"],
            "at": "时刻，UTC（when）",
            "ok": "1 表示打开成功（1: it opened）",
            "outcome": "结果（outcome）",
            "seconds": "用时，秒（seconds）",
            "control_ok": "对照主机是否可达；0 表示问题在我方（whether the control host answered）",
        },
    ),
    "availability_days": (
        "较早的可用性记录按日合计（older visits counted by day）",
        {
            "site": _WHOSE["site"],
            "day": "日期，北京时间（day）",
            "visits": "次数（visits）",
            "failed": "失败次数（failed）",
            "unclear": "无法归责的次数（of which nobody knows whose fault）",
        },
    ),
    "history_sites": (
        "各网站历史记到哪一次（how far a site's history goes）",
        {**_WHOSE, "redesigns": "改版记录，JSON（redesigns）"},
    ),
    "history_columns": (
        "受关注的栏目（columns whose lists are watched）",
        {
            "site": _WHOSE["site"],
            "column": _ITEM["column"],
            "url": _ITEM["url"],
            "extractor": "提取程序版本（version of the extractors）",
            "first_look": "首次查看，UTC（first look）",
            "last_look": "最近查看，UTC（last look）",
            "looks": "查看次数（looks）",
            "listed": "列出条数（items listed）",
            "appeared": "新出现条数（items that appeared）",
            "past": "以往情况，JSON（what was before）",
            "pages": "列表各页，JSON（pages of the list）",
        },
    ),
    "history_items": (
        "列表中的每一条（each listed item）",
        {
            **_ITEM,
            "key": "用以辨认的网址（address it is known by）",
            "listed": "列表所示日期（date the list gives）",
            "first_seen": "首次看到，UTC（first seen）",
            "last_absent": "此前最后一次确认没有，UTC（last known not to be there）",
            "gone_since": "自何时不见，UTC（gone since）",
            "why": "不见的缘由（why it is gone）",
            "moved_from": "原网址（address before a move）",
            "together": "同时出现的条数（items that appeared with it）",
            "absent": "不见的各夜，JSON（nights it was absent）",
            "gone": "撤下的情形，JSON（how it went）",
            "shown_on": "列出它的页面，JSON（page that showed it）",
            "absent_on": "没有它的页面，JSON（page without it, before）",
            "gone_on": "撤下后的页面，JSON（page without it, after）",
        },
    ),
    "item_history": (
        "各条目的首见与末见（first and last seen of each item）",
        {
            **_ITEM,
            "listed": "列表所示日期（date the list gives）",
            "first_seen": "首次看到，UTC（first seen）",
            "last_seen": "最后看到，UTC（last seen）",
            "last_absent": "此前最后一次确认没有，UTC（last known not to be there）",
            "gone_since": "自何时不见，UTC（gone since）",
            "why": "不见的缘由（why it is gone）",
            "moved_from": "原网址（address before a move）",
        },
    ),
    "history_editions": (
        "文件的各个版本（editions of documents）",
        {
            **_ITEM,
            "key": "用以辨认的网址（address it is known by）",
            "seen_at": "看到的时刻，UTC（when）",
            "digest": "正文文字的摘要（digest of its text）",
            "published": "所标发布日期，JSON（date of publication it gives）",
            "baseline": "1 表示作为比较的起点（1: what later ones are compared with）",
            "extractor": "提取程序版本（version of the extractors）",
            "source": "出处，JSON（the way back to the bytes）",
        },
    ),
}


def metadata() -> dict[str, Any]:
    """Return what Datasette reads as `metadata.json`: every table and column described, the useful ones sorted."""
    tables: dict[str, Any] = {
        name: {"description": about, "columns": columns} for name, (about, columns) in TABLES.items()
    }
    tables["visits"] |= {"sort_desc": "id", "facets": ["site", "outcome", "purpose"], "label_column": "url"}
    tables["runs"] |= {"sort_desc": "id"}
    tables["current_evidence"] |= {"facets": ["site", "kind", "outcome"]}
    for name in ("moved", "thinned", "bodies", "confirmations", "reused", "extracted"):
        tables[name]["hidden"] = True
    return {
        "title": "明鉴证据库（Mingjian evidence）",
        "description": (
            "政务网站检查所见的一切：访问、存档位置与事实。时刻均为 UTC。只读查看，不要修改。"
            "（All that an audit saw. Moments are UTC. Look, do not change.）"
        ),
        "databases": {"evidence": {"tables": tables}},
    }


def write_metadata(folder: Path) -> None:
    """Write `metadata.json` beside the database, unless it is there as it should be."""
    text = json.dumps(metadata(), ensure_ascii=False, indent=1) + "\n"
    path = folder / FILE
    if not path.exists() or path.read_text(encoding="utf-8", errors="replace") != text:
        path.write_text(text, encoding="utf-8")
