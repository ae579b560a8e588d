"""Chinese script and numerals: conversion for matching only; what is printed keeps the document's own wording."""

import unicodedata
from functools import cache

from opencc import OpenCC

_DIGITS = {
    char: value
    for value, chars in enumerate(("零〇○", "一壹", "二贰两", "三叁", "四肆", "五伍", "六陆", "七柒", "八捌", "九玖"))
    for char in chars
}
_TENS = {"十": 10, "百": 100}


@cache
def _converter() -> OpenCC:
    return OpenCC("t2s")


def simplified(text: str) -> str:
    """Return `text` in simplified characters, with full-width letters and digits made plain."""
    folded = "".join(unicodedata.normalize("NFKC", char) if "０" <= char <= "ｚ" else char for char in text)
    try:
        folded.encode("gb2312")
    except UnicodeEncodeError:
        pass  # a character outside the simplified set: worth the slow conversion
    else:
        return folded
    converted: str = _converter().convert(folded)
    return converted


def number(text: str) -> int | None:
    """Return the number that Arabic digits or Chinese numerals up to 999 spell, or None."""
    if text.isdecimal():
        return int(text)
    total, digit = 0, 0
    for char in text:
        if char in _DIGITS:
            digit = _DIGITS[char]
        elif char in _TENS:
            total += (digit or 1) * _TENS[char]
            digit = 0
        else:
            return None
    return total + digit if text else None
