"""What pages show of a person's decision: who, when, why, on what ground, until when, and what stood there before."""

from dataclasses import dataclass

from checks import Verdict
from reports.hostile import line, passage
from reports.views.pieces import Address, address, day
from reports.wording import VERDICTS
from rules.result import Reviewed

KINDS: dict[str, str] = {"verdict": "人工认定", "waiver": "豁免"}


@dataclass(frozen=True, slots=True)
class ReviewView:
    """A person's decision. `link` is set when the document is a web address."""

    kind: str
    original: Verdict
    verdict: Verdict
    reason: str
    author: str
    made: str
    until: str | None
    document: str
    link: Address | None
    source: str


def review_view(review: Reviewed | None) -> ReviewView | None:
    """Return what a page shows of a decision, or None when there is none."""
    if review is None:
        return None
    web = review.document.startswith(("http://", "https://"))
    return ReviewView(
        kind=KINDS.get(review.kind, line(review.kind, 20)),
        original=review.original,
        verdict=review.verdict,
        reason=passage(review.reason, 600),
        author=line(review.author, 60),
        made=day(review.made) or "",
        until=day(review.until),
        document=line(review.document, 300),
        link=address(review.document) if web else None,
        source=line(review.source, 120),
    )


def review_mark(review: Reviewed | None) -> str:
    """Return what stands before a finding's text in a list when a person decided it, else nothing."""
    if review is None:
        return ""
    return f"【{KINDS.get(review.kind, line(review.kind, 20))}，原判定：{VERDICTS[review.original].word}】"


def review_text(review: Reviewed) -> str:
    """Return a decision in one sentence."""
    until = f"，有效期至{day(review.until)}" if review.until else ""
    return (
        f"{KINDS.get(review.kind, line(review.kind, 20))}：{VERDICTS[review.verdict].word}"
        f"（原判定：{VERDICTS[review.original].word}）。理由：{review.reason}。"
        f"依据：{review.document}。{review.author}，{day(review.made)}{until}。"
    ).replace("。。", "。")
