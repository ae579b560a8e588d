"""Interpretations and their policies lead to each other, and speak by more than text (NORMS N07-3, N07-4)."""

from enum import StrEnum

from checks.coverage import Gap
from checks.interpretations.policies import Held, PolicyParams, judge_policies, policy_wants
from checks.model import Finding, Given, Norm, Reason, Verdict
from checks.parts import Judged
from checks.registry import check
from checks.timing import day
from crawler.model import Kind, Medium

_SPEAKING = {
    Medium.CHART: "图解",
    Medium.AUDIO: "音频",
    Medium.VIDEO: "视频",
    Medium.ANIMATION: "动漫",
    Medium.PRESS_CONFERENCE: "新闻发布会",
}


class Direction(StrEnum):
    """Which page must lead to the other."""

    TO_INTERPRETATION = "policy-to-interpretation"
    TO_POLICY = "interpretation-to-policy"
    BOTH = "both"


class LinkParams(PolicyParams):
    """The policies, and which way a link must lead."""

    direction: Direction


@check(
    "interpretation-unlinked",
    needs={Kind.COLUMN, Kind.INTERPRETATION},
    params=LinkParams,
    wants=policy_wants,
    title="文件与解读相互链接",
    fail_title="文件与解读没有链接",
    norm=Norm(
        "《政府网站与政务新媒体检查指标》（国办秘函〔2019〕19号）",
        "发布解读：解读与被解读文件相互关联（方向由方案规定）",
    ),
)
def interpretation_unlinked(given: Given[LinkParams]) -> Finding:
    """The pages of a policy and of its interpretation lead to each other as the plan asks.

    Why:
        读到文件的人找不到解读，读到解读的人找不到原文，解读就白做了。
    Passes when:
        每件有解读的文件，规定方向的链接都在页面上查到（正文、附件或旁边的相关栏都算；导航和页脚不算）。
    Fails when:
        至少一件本单位的文件，文件页面（或全部解读页面）没有通向对方的链接，页面上也没有“相关文件”“相关解读”一类的栏，
        栏目已查全，没有疑似的其他解读。
    Inconclusive when:
        页面有“相关”一类的栏而没有读到链接（可能由脚本填入）；有其他名为解读的链接没有打开；栏目没有查全；
        不能断定是本单位的文件。
    Not applicable when:
        栏目已查全，没有查到解读的文件（有没有解读由 interpretation-missing 判定）。
    """
    expected = f"{day(given.params.since)}以来的文件与其解读相互链接（{_told(given.params.direction)}）。"
    return judge_policies(given, lambda held: _judge_links(given, held), expected=expected, fine="规定方向的链接都有")


@check(
    "interpretation-text-only",
    needs={Kind.COLUMN, Kind.INTERPRETATION},
    params=PolicyParams,
    wants=policy_wants,
    title="解读有文字以外的形式",
    fail_title="解读只有文字",
    norm=Norm("所适用的政务公开工作要点分工方案", "解读除文字外还须采用新闻发布会、图解、音视频、动漫等一种以上形式"),
)
def interpretation_text_only(given: Given[PolicyParams]) -> Finding:
    """Every interpreted policy is interpreted by something besides text: chart, sound, film, press conference.

    Why:
        长篇文字解读与文件一样难读；图解、视频更易为公众理解。
    Passes when:
        每件有解读的文件，其解读中至少有一份是图解、音频、视频、动漫或新闻发布会。
    Fails when:
        至少一件本单位的文件，全部解读的页面都只读到文字，没有图片，没有附件，栏目已查全，没有疑似的其他解读。
    Inconclusive when:
        解读中有图片而不能断定是图解；解读有附件；没有读到正文；栏目没有查全；不能断定是本单位的文件。
    Not applicable when:
        栏目已查全，没有查到解读的文件（有没有解读由 interpretation-missing 判定）。
    """
    expected = f"{day(given.params.since)}以来的解读，除文字外还有{'、'.join(_SPEAKING.values())}中的一种以上。"
    return judge_policies(given, _judge_media, expected=expected, fine="解读都有文字以外的形式")


def _told(direction: Direction) -> str:
    words = {
        Direction.TO_INTERPRETATION: "由文件到解读",
        Direction.TO_POLICY: "由解读到文件",
        Direction.BOTH: "双向",
    }
    return words[direction]


def _judge_links(given: Given[LinkParams], held: Held) -> Judged | None:
    facts, direction = held.facts, given.params.direction
    if not facts.interpretations:
        return None
    forth = any(each.from_policy or each.beside_policy for each in facts.interpretations) or bool(held.files)
    back = any(each.from_interpretation or each.beside_interpretation for each in facts.interpretations)
    lacking = []
    if direction is not Direction.TO_POLICY and not forth:
        lacking.append("文件页面没有通向解读的链接")
    if direction is not Direction.TO_INTERPRETATION and not back:
        lacking.append("解读页面没有通向文件的链接")
    first = facts.interpretations[0]
    lead = f"{held.name}与解读“{first.title}”"
    if not lacking:
        return held.judged(Verdict.PASS, f"{lead}之间有规定的链接。")
    told = "，".join(lacking)
    boxed = (facts.link_box and not forth) or (not back and any(each.link_box for each in facts.interpretations))
    doubt = Gap(Reason.UNREADABLE, "页面有“相关”一类的栏，其中的链接可能由脚本填入") if boxed else held.doubt()
    if doubt is not None:
        return held.open(doubt.reason, f"{lead}：{told}，但{doubt.told}，不能断定。")
    remedy = f"请在 {facts.url} 与 {first.url} 之间加上链接。"
    return held.judged(Verdict.FAIL, f"{lead}：{told}。", remedy=remedy)


def _judge_media(held: Held) -> Judged | None:
    facts = held.facts
    if not facts.interpretations:
        return None
    media = {each.medium for interpretation in facts.interpretations for each in interpretation.media}
    speaking = [word for medium, word in _SPEAKING.items() if medium in media]
    number = len(facts.interpretations)
    lead = f"{held.name}的解读“{facts.interpretations[0].title}”" + (f"等{number}份" if number > 1 else "")
    if speaking:
        return held.judged(Verdict.PASS, f"{lead}有{'、'.join(speaking)}。")
    unsure = _unsure(held, media)
    if unsure is not None:
        return held.open(unsure.reason, f"{lead}{unsure.told}。")
    doubt = held.doubt()
    if doubt is not None:
        return held.open(doubt.reason, f"{lead}只读到文字，但{doubt.told}，不能断定没有其他形式。")
    remedy = f"请为 {facts.url} 补充图解、音视频等形式的解读。"
    return held.judged(Verdict.FAIL, f"{lead}只有文字，没有其他形式。", remedy=remedy)


def _unsure(held: Held, media: set[Medium]) -> Gap | None:
    """Return why the interpretations found may speak by more than text."""
    if Medium.PICTURE in media:
        return Gap(Reason.AMBIGUOUS, "有图片，是不是图解需要人工核对")
    files = [link.title for each in held.facts.interpretations for link in each.attachments]
    files += [link.title for link in held.files]
    if files:
        return Gap(Reason.UNREADABLE, f"有附件“{files[0]}”，没有核对其形式")
    return Gap(Reason.UNREADABLE, "没有读到正文，也没有读到图片和音视频") if Medium.TEXT not in media else None
