"""Chinese numerals as official texts write them: 三十, 一百零二, 二〇二一, and ASCII digits."""

_DIGITS = {c: n for n, c in enumerate("〇一二三四五六七八九")} | {"零": 0, "○": 0, "两": 2, "Ｏ": 0}
_TENS = {"十": 10, "百": 100, "千": 1000}
NUMERAL = r"[0-9〇零○一二两三四五六七八九十百千]{1,9}"
"""A pattern for any numeral `number` may read; bounded, so that no run of digits costs a square."""


def number(word: str) -> int | None:
    """Return the value of a numeral below ten thousand, or None when it is not one."""
    if word.isascii() and word.isdigit():
        return int(word) if len(word) < 9 else None  # noqa: PLR2004 - longer is no count of anything here
    if not word or any(sign not in _DIGITS and sign not in _TENS for sign in word):
        return None
    if not any(sign in _TENS for sign in word):
        return int("".join(str(_DIGITS[sign]) for sign in word)) if len(word) < 9 else None  # noqa: PLR2004
    total, digit = 0, 0
    for sign in word:
        if sign in _TENS:
            total += (digit or (1 if sign == "十" and total == 0 else 0)) * _TENS[sign]
            digit = 0
        else:
            digit = _DIGITS[sign]
    return total + digit
