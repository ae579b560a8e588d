"""The readable difference between a published regulation and the official text."""

import pytest

from checks.regulations.difference import differences
from crawler.model import Article

OURS = (
    Article("第一条", "为了规范停车秩序，保障道路安全、畅通，制定本办法。"),
    Article("第二条", "收费标准由市发展改革部门会同市交通部门制定，并向社会公布。"),
    Article("第十条", "违反本办法的，处二百元以上五百元以下罚款。"),
)


@pytest.mark.parametrize(
    ("label", "text", "told"),
    [
        ("第一条", "为了规范停车秩序,保障道路安全、畅通,制定本办法。", None),
        ("第一条", "为了规范停车秩序， 保障道路安全、畅通，\n制定本办法。", None),
        ("第2条", "收费标准由市发展改革部门会同市交通部门制定，并向社会公布。", None),
        (
            "第二条",
            "收费标准由市物价部门会同市交通部门制定，并向社会公布。",
            "第二条：网站“收费标准由市物价部门会同市交通部…”，正式版本“收费标准由市发展改革部门会同市交通部…”",
        ),
        (
            "第十条",
            "违反本办法的，处一百元以上五百元以下罚款。",
            "第十条：网站“违反本办法的，处一百元以上五百元以…”，正式版本“违反本办法的，处二百元以上五百元以…”",
        ),
    ],
)
def test_told(label: str, text: str, told: str | None) -> None:
    number = {"第一条": 0, "第二条": 1, "第2条": 1, "第十条": 2}[label]
    published = [Article(label, text) if at == number else each for at, each in enumerate(OURS)]
    assert [each.told for each in differences(published, OURS)] == ([told] if told else [])


def test_articles_missing_and_added() -> None:
    added = Article("第十一条", "本办法自公布之日起施行。")
    assert [each.told for each in differences((*OURS[:1], OURS[2], added), OURS)] == [
        "缺少第二条（正式版本：“收费标准由市发展改革部门会同市交通部门制定，并向社会公布。”）",
        "多出第十一条（网站：“本办法自公布之日起施行。”），正式版本没有该条",
    ]
