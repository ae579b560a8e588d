"""What nights of a list come to: first and last sight, contradicted dates, withdrawals, moves, redesigns."""

from datetime import UTC, datetime

import pytest

from crawler.history import KnownItem, KnownSite, Why, answered, compare
from crawler.model import Answered, ColumnLook, Outcome, Stopped
from tests.history.nights import HOME, after, asked, last, listing, looked, moment

OLD = ("2022-01-08 旧甲", "2022-01-05 旧乙", "2022-01-03 旧丙", "2021-12-20 旧丁")


def only(known: KnownSite, title: str, column: str = "notices") -> KnownItem:
    (found,) = [each for each in known.items.values() if each.title == title and each.column == column]
    return found


def nights(*shown: tuple[str, ...]) -> KnownSite:
    """A whole list on one night after the other."""
    return after(*(looked(listing(number, *items)) for number, items in enumerate(shown, 1)))


def test_the_first_night_contradicts_nothing() -> None:
    known = nights(OLD)
    assert all(each.absent is None and each.last_absent is None for each in known.items.values())


def test_an_item_dated_before_looks_that_did_not_show_it_is_contradicted_by_them() -> None:
    known = nights(OLD, OLD, OLD, ("2022-01-08 旧甲", "2022-01-06 倒签", *OLD[1:]))
    found = only(known, "倒签")
    assert found.absent is not None
    assert (found.absent.looks, found.absent.first, found.absent.last) == (3, moment(1), moment(3))
    assert found.first_seen == moment(4)
    assert [each.seen_at for each in found.absent_on] == [moment(3)]


@pytest.mark.parametrize(
    ("day", "looks"),
    [("2022-01-13", 0), ("2022-01-12", 0), ("2022-01-11", 1), ("2022-01-10", 2), ("2022-01-09", 3)],
)
def test_only_looks_on_later_days_than_the_claimed_one_count(day: str, looks: int) -> None:
    found = only(nights(OLD, OLD, OLD, (f"{day} 新", *OLD)), "新")
    assert (found.absent.looks if found.absent else 0) == looks
    assert found.last_absent == moment(3)


def sorted_pages(night: int, *shown: str, stopped: Stopped, pages: tuple[int, ...]) -> ColumnLook:
    return listing(night, *shown, stopped=stopped, pages=pages)


def test_a_list_read_back_to_a_day_says_nothing_of_earlier_ones() -> None:
    before = looked(listing(1, "2022-01-08 甲", "2022-01-05 乙", stopped=Stopped.SINCE))
    again = looked(listing(2, "2022-01-08 甲", "2022-01-05 乙", stopped=Stopped.SINCE))
    deeper = looked(listing(3, "2022-01-08 甲", "2022-01-06 丙", "2022-01-05 乙", "2022-01-02 丁"))
    known = after(before, again, deeper)
    assert only(known, "丙").absent is not None
    assert only(known, "丁").last_absent is None
    assert only(known, "丁").absent is None


@pytest.mark.parametrize(
    ("story", "stopped", "shown"),
    [
        ("page missing", Stopped.ERROR, OLD),
        ("blocked halfway", Stopped.BLOCKED, OLD),
        ("budget spent", Stopped.BUDGET, OLD),
        ("no way to the next page", Stopped.NO_PAGING, OLD),
        ("not in the order of dates", Stopped.SINCE, (OLD[2], OLD[0], OLD[3], OLD[1])),
        ("undated among them", Stopped.SINCE, (*OLD[:2], "undated 无日期", *OLD[2:])),
    ],
)
def test_a_list_not_read_far_or_not_in_order_shows_no_absence(
    story: str, stopped: Stopped, shown: tuple[str, ...]
) -> None:
    known = after(looked(listing(1, *shown, stopped=stopped)), looked(listing(2, "2022-01-06 新", *OLD)))
    assert only(known, "新").last_absent is None, story


def test_an_undated_item_is_absent_only_from_a_whole_list() -> None:
    part = after(looked(listing(1, *OLD, stopped=Stopped.SINCE)), looked(listing(2, "undated 新", *OLD)))
    whole = after(looked(listing(1, *OLD)), looked(listing(2, "undated 新", *OLD)))
    assert only(part, "新").last_absent is None
    assert only(whole, "新").last_absent == moment(1)
    assert only(whole, "新").absent is None


def test_a_night_on_which_nothing_was_asked_anew_is_no_look() -> None:
    first = looked(listing(1, *OLD))
    reused = looked(listing(3, *OLD, at=(1,)))
    known = after(first, reused, reused)
    assert known.columns["notices"].looks == 1
    assert known == after(first)


def test_pages_answered_from_an_earlier_night_speak_only_for_that_night() -> None:
    shown = ("2022-01-08 甲", "2022-01-05 乙", "2022-01-03 丙", "2021-12-20 丁")
    known = after(
        looked(listing(1, *shown, pages=(2, 2))),
        looked(listing(5, *shown, pages=(2, 2), at=(5, 1))),
        looked(
            listing(
                6, "2022-01-08 甲", "2022-01-06 上页", "2022-01-05 乙", "2022-01-03 丙", "2022-01-02 下页", pages=(3, 2)
            )
        ),
    )
    assert only(known, "上页").last_absent == moment(5)
    assert only(known, "下页").last_absent == moment(1, 1)


def test_a_new_item_that_pushes_another_to_a_page_not_asked_again_withdraws_nothing() -> None:
    known = after(
        looked(listing(1, "2022-01-08 甲", "2022-01-05 乙", "2022-01-03 丙", pages=(2, 1))),
        looked(listing(2, "2022-01-11 新", "2022-01-08 甲", "2022-01-03 丙", pages=(2, 1), at=(2, 1))),
    )
    assert only(known, "乙").gone is None


def test_another_list_or_another_reader_is_compared_with_nothing() -> None:
    new = ("2022-01-08 旧甲", "2022-01-06 新", *OLD[1:])
    elsewhere = after(looked(listing(1, *OLD)), looked(listing(2, *new, url=f"{HOME}/gg/")))
    reread = after(looked(listing(1, *OLD)), looked(listing(2, *new), extractor="4"))
    again = compare(reread, looked(listing(3, "2022-01-08 旧甲", "2022-01-07 更新", *new[1:]), extractor="4")).known
    assert only(elsewhere, "新").absent is None
    assert only(reread, "新").absent is None
    assert only(again, "更新").absent is not None


def test_an_item_known_from_another_column_or_address_is_not_new() -> None:
    twice = after(
        looked(listing(1, *OLD), listing(1, "2022-01-06 公示", column="publicity", url=f"{HOME}/gs/")),
        looked(listing(2, "2022-01-08 旧甲", "2022-01-06 公示 /tzgg/9.html", *OLD[1:])),
    )
    found = only(twice, "公示")
    assert (found.first_seen, found.absent, found.moved_from) == (moment(1), None, f"{HOME}/公示.html")


def test_a_title_cut_short_in_the_list_is_the_same_title() -> None:
    known = after(
        looked(listing(1, *OLD, "2021-12-01 关于印发泽安市财政局二〇二二年工作要点的通知 /a.html")),
        looked(listing(2, *OLD, "2021-12-01 关于印发泽安市财政局二〇二二年工作… /new/a.html")),
    )
    assert only(known, "关于印发泽安市财政局二〇二二年工作…").moved_from == f"{HOME}/a.html"


def test_a_date_changed_afterwards_is_compared_with_the_looks_before_the_item() -> None:
    known = nights(OLD, OLD, ("2022-01-12 改期", *OLD), ("2022-01-08 旧甲", "2022-01-06 改期", *OLD[1:]))
    found = only(known, "改期")
    assert found.first_seen == moment(3)
    assert found.absent is not None
    assert found.absent.looks == 2


def test_http_and_https_are_one_address() -> None:
    shown = listing(2, *OLD)
    secure = ColumnLook(shown.column, shown.url.replace("http:", "https:"), shown.pages, shown.reaches)
    known = after(looked(listing(1, *OLD)), looked(secure))
    assert all(each.gone is None and each.moved_from is None for each in known.items.values())
    assert known.redesigns == ()


def test_an_item_gone_from_the_middle_of_a_list_is_missed_and_asked_for() -> None:
    night = last(looked(listing(1, *OLD)), looked(listing(2, OLD[0], *OLD[2:])))
    found = only(night.known, "旧乙")
    assert found.gone is not None
    assert (found.why, found.gone.since, found.gone.last_seen, found.gone.together) == (
        Why.NONE,
        moment(2),
        moment(1),
        1,
    )
    assert night.ask == (f"{HOME}/旧乙.html",)


@pytest.mark.parametrize(
    ("story", "shown"),
    [
        ("the tail of a list of the newest items", (OLD[0], OLD[1], OLD[2])),
        ("the tail, an old item pinned to the top", ("2019-05-01 置顶", *OLD[:3])),
        ("two old items pinned to the top", ("2019-05-01 置顶", "2020-05-01 又一置顶", OLD[0], OLD[1])),
    ],
)
def test_what_drops_off_the_end_of_a_list_is_not_withdrawn(story: str, shown: tuple[str, ...]) -> None:
    pinned = tuple(each for each in shown if each not in OLD)
    night = last(looked(listing(1, *pinned, *OLD)), looked(listing(2, *shown)))
    gone = [each for each in night.known.items.values() if each.gone is not None]
    assert gone, story
    assert {each.why for each in gone} == {Why.ROLLED_OFF}
    assert night.ask == ()


@pytest.mark.parametrize("stopped", [Stopped.ERROR, Stopped.BLOCKED, Stopped.BUDGET])
def test_a_list_read_halfway_misses_nothing(stopped: Stopped) -> None:
    known = after(looked(listing(1, *OLD)), looked(listing(2, OLD[0], stopped=stopped)))
    assert all(each.gone is None for each in known.items.values())


def test_an_item_that_comes_back_was_never_gone() -> None:
    known = nights(OLD, (OLD[0], *OLD[2:]), OLD)
    assert only(known, "旧乙").gone is None
    assert only(known, "旧乙").first_seen == moment(1)


def test_answers_of_its_own_address_are_kept_and_one_that_opens_settles_it() -> None:
    night = last(looked(listing(1, *OLD)), looked(listing(2, OLD[0], *OLD[2:])))
    url = night.ask[0]
    missing = answered(night.known, {url: asked(2, url, Outcome.NOT_FOUND)})
    silent = answered(missing, {url: asked(3, url, Outcome.TIMEOUT)})
    there = answered(missing, {url: asked(3, url, Outcome.OK)})
    assert only(missing, "旧乙").gone == only(silent, "旧乙").gone
    assert only(missing, "旧乙").gone.answers == (Answered(moment(2), Outcome.NOT_FOUND),)  # type: ignore[union-attr]
    assert only(there, "旧乙").why is Why.DELISTED


def test_an_item_that_stands_elsewhere_under_the_same_title_and_day_has_moved() -> None:
    night = last(looked(listing(1, *OLD)), looked(listing(2, OLD[0], "2022-01-05 旧乙 /new/2.html", *OLD[2:])))
    (gone,) = [each for each in night.known.items.values() if each.gone is not None]
    assert gone.why is Why.MOVED
    assert gone.gone is not None
    assert gone.gone.moved_to == f"{HOME}/new/2.html"
    assert night.ask == ()


def test_a_redesign_moves_all_addresses_and_withdraws_nothing() -> None:
    many = (*(f"2022-01-{day:02} 通知{day}" for day in range(9, 0, -1)), "2021-12-01 甲", "2021-11-01 乙")
    renamed = [f"{each} /2022/{number}.shtml" for number, each in enumerate(many) if number not in {3, 4}]
    night = last(looked(listing(1, *many)), looked(listing(2, *renamed, url=f"{HOME}/new/")))
    (redesign,) = night.known.redesigns
    assert (redesign.known, redesign.moved, redesign.lost) == (11, 9, 2)
    assert night.ask == ()
    assert not [each for each in night.known.items.values() if each.gone is not None and each.why is Why.NONE]
    assert not [each for each in night.known.items.values() if each.absent is not None]


def test_a_few_addresses_that_change_are_no_redesign() -> None:
    assert nights(OLD, tuple(f"{each} /n/{number}" for number, each in enumerate(OLD))).redesigns == ()


def test_many_items_gone_together_are_sampled() -> None:
    many = tuple(f"2022-01-{day:02} 通知{day}" for day in range(9, 0, -1))
    night = last(looked(listing(1, *many, "2021-12-01 甲")), looked(listing(2, many[0], "2021-12-01 甲")))
    gone = [each for each in night.known.items.values() if each.gone is not None]
    assert {each.gone.together for each in gone if each.gone} == {8}
    assert len(night.ask) == 3


def test_a_column_that_was_not_reached_keeps_what_was_known() -> None:
    known = after(looked(listing(1, *OLD)))
    assert compare(known, looked()).known == known


def test_the_same_night_twice_changes_nothing() -> None:
    night = looked(listing(2, OLD[0], "2022-01-06 新", *OLD[2:]))
    known = after(looked(listing(1, *OLD)), night)
    assert compare(known, night).known == known


def test_a_moment_just_after_midnight_in_china_is_a_new_day() -> None:
    late = datetime(2022, 1, 9, 16, 30, tzinfo=UTC)
    known = nights(OLD, ("2022-01-09 当天", *OLD))
    assert moment(1) == datetime(2022, 1, 10, 14, tzinfo=UTC)
    assert only(known, "当天").absent is not None
    assert late.date().isoformat() == "2022-01-09"
