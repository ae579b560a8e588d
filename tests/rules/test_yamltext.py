"""The strict YAML of operators' files: what it reads, what it refuses, and that nothing else can happen."""

from contextlib import suppress
from datetime import date
from pathlib import Path

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from rules.yamltext import MAX_BYTES, InputError, read_yaml, read_yaml_file

READ = {
    "on: yes": {"on": "yes"},
    "code: 0123456789": {"code": "0123456789"},
    "n: 12": {"n": 12},
    "n: -3": {"n": -3},
    "n: 0.9": {"n": 0.9},
    "n: 12:30": {"n": "12:30"},
    "n: 1_000": {"n": "1_000"},
    "n: 0x1F": {"n": "0x1F"},
    "d: 2021-07-05": {"d": date(2021, 7, 5)},
    'd: "2021-07-05"': {"d": "2021-07-05"},
    "a: true\nb: no\nc: ~\nd:\ne: null": {"a": True, "b": "no", "c": None, "d": None, "e": None},
    "<<: {a: 1}": {"<<": {"a": 1}},
    "2027: {a: []}": {2027: {"a": []}},
    "a: |\n  two\n  lines\n": {"a": "two\nlines\n"},
    "n: 9999999999999999999999": {"n": "9999999999999999999999"},
}


@pytest.mark.parametrize(("text", "value"), READ.items(), ids=list(READ))
def test_read(text: str, value: object) -> None:
    """Words stay words, leading zeros stay text, days become days."""
    assert read_yaml(text, "f").value == value


REFUSED = {
    "": ("line 1", "empty"),
    "a: 1\na: 2": ("line 2", "a:", "twice", "line 1"),
    "b:\n  a: 1\n  c: 2\n  a: 2": ("line 4", "b.a:", "twice", "line 2"),
    "a: &x [1]\nb: *x": ("line 1", "anchors"),
    "b: *x": ("line 1",),
    "a: !!python/object/apply:os.system [ls]": ("line 1", "tags"),
    "&x a: 1": ("line 1", "anchors"),
    "a: 1\n!x b: 2": ("line 2", "tags"),
    "? *x\n: 1": ("line 1",),
    "a: !!binary aGk=": ("line 1", "tags"),
    "--- 1\n--- 2": ("line 2", "more than one"),
    "d: 2021-02-30": ("line 1", "not a day"),
    "? [a]\n: 1": ("line 1", "key"),
    "a: \x01": ("character",),
    "a: [1, 2": ("line ",),
    "a: 'x\n": ("line 2", "quoted"),
    "\ta: 1": ("line 1",),
    "[" * 30: ("deeper than 24",),
    "{a: " * 30: ("deeper than 24",),
    "[" * 100_000: ("deeper than 24",),
}


@pytest.mark.parametrize(("text", "words"), REFUSED.items(), ids=[each[:20] for each in REFUSED])
def test_refused(text: str, words: tuple[str, ...]) -> None:
    """What is refused is told with file and line."""
    with pytest.raises(InputError) as error:
        read_yaml(text, "plan.yaml")
    assert all(word in str(error.value) for word in ("plan.yaml", *words)), error.value


def test_billion_laughs_are_refused_at_the_first_anchor() -> None:
    """Nothing is expanded: the first anchor ends the reading."""
    laughs = "a: &a [x, x]\n" + "".join(
        f"{chr(98 + n)}: &{chr(98 + n)} [*{chr(97 + n)}, *{chr(97 + n)}]\n" for n in range(20)
    )
    with pytest.raises(InputError, match="anchors"):
        read_yaml(laughs, "f")


def test_lines_are_those_of_the_keys() -> None:
    """Every key and item knows its line; what is missing is told at what contains it."""
    source = read_yaml("a:\n  - b: 1\n    c:\n      - 2\n", "f")
    assert source.line(("a", 0, "c", 0)) == 4
    assert source.line(("a", 0, "c")) == 3
    assert source.line(("a", 0, "zzz")) == 2
    assert str(source.problem(("a", 0, "c"), "is wrong.")) == "f, line 3: a[0].c: is wrong."


def test_file_that_is_not_utf8_is_told(tmp_path: Path) -> None:
    """A GBK file is named with the line of its first wrong byte."""
    path = tmp_path / "roster.yaml"
    path.write_bytes(b"a: 1\nplace: " + "中山市".encode("gb18030"))
    with pytest.raises(InputError, match=r"roster.yaml, line 2: is not UTF-8"):
        read_yaml_file(path)


def test_byte_order_mark_is_no_error(tmp_path: Path) -> None:
    """A file saved by Notepad is read."""
    path = tmp_path / "f.yaml"
    path.write_bytes(b"\xef\xbb\xbfa: 1\n")
    assert read_yaml_file(path).value == {"a": 1}


def test_file_beyond_the_bound_is_refused(tmp_path: Path) -> None:
    """A huge file is refused before it is parsed."""
    path = tmp_path / "f.yaml"
    path.write_bytes(b"#" * (MAX_BYTES + 1))
    with pytest.raises(InputError, match="larger than"):
        read_yaml_file(path)


def test_missing_file_and_folder_are_told(tmp_path: Path) -> None:
    """A path that cannot be read is named."""
    for path in (tmp_path / "none.yaml", tmp_path):
        with pytest.raises(InputError, match="cannot be read"):
            read_yaml_file(path)


@settings(deadline=None)
@given(st.text(alphabet=st.sampled_from("ab1:-[]{}&*!|>'\"\n\t #?,%@`\\~<=.中"), max_size=60) | st.text(max_size=60))
@example("!<!> a")
@example("%TAG ! tag:x,2000:\n--- !foo a")
@example("? ")
@example("a: \ud800")
def test_any_text_is_read_or_refused(text: str) -> None:
    """No text does anything but become a value or an error with a sentence."""
    with suppress(InputError):
        read_yaml(text, "f")
