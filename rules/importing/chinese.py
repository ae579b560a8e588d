"""Chinese script and numerals: conversion for matching only; what is printed keeps the document's own wording."""

import re
import unicodedata
from functools import cache

from opencc import OpenCC

_DIGITS = {
    char: value
    for value, chars in enumerate(("零〇○", "一壹", "二贰两", "三叁", "四肆", "五伍", "六陆", "七柒", "八捌", "九玖"))
    for char in chars
}
_TENS = {"十": 10, "百": 100}
_TRADITIONAL = re.compile(r"[務開門嚴關點辦發導單責實進與對規設負責領導區縣鎮應聯強貫徹擴網資訊條讀]")
_ENOUGH_TRADITIONAL = 5


@cache
def _converter() -> OpenCC:
    return OpenCC("t2s")


def simplified(text: str) -> str:
    """Return `text` in simplified characters, with full-width letters and digits made plain."""
    folded = "".join(unicodedata.normalize("NFKC", char) if "０" <= char <= "ｚ" else char for char in text)
    if not _TRADITIONAL.search(folded):
        return folded
    converted: str = _converter().convert(folded)
    return converted


def is_traditional(text: str) -> bool:
    """True when the text is written in traditional characters throughout, not just in a name."""
    return len(_TRADITIONAL.findall(text[:20_000])) >= _ENOUGH_TRADITIONAL


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
