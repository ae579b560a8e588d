"""Typography that carries no meaning: widths, blanks and quotation marks of Chinese official texts."""

import re

_WIDE = {code: code - 0xFEE0 for code in range(0xFF01, 0xFF5F)}
_SAME = str.maketrans(
    {
        **{chr(code): chr(plain) for code, plain in _WIDE.items()},
        "　": " ",
        "“": '"',
        "”": '"',
        "„": '"',
        "‘": "'",
        "’": "'",
        "【": "[",
        "】": "]",
        "〔": "[",
        "〕": "]",
        "［": "[",
        "］": "]",
        "﹝": "[",
        "﹞": "]",
        "。": ".",
        "、": ",",
        "○": "〇",
        "◯": "〇",
        "−": "-",
        "–": "-",
        "—": "-",
        "―": "-",
        "－": "-",
        "∶": ":",
        "·": "",
        "•": "",
        "\ufeff": "",
        "\u200b": "",
    }
)
_DIGITS = str.maketrans("〇○零一二三四五六七八九０１２３４５６７８９", "000123456789" + "0123456789")
_BLANK = re.compile(r"\s+")


def half_width(text: str) -> str:
    """Return `text` with full-width letters, digits and signs as their ASCII twins; nothing else changes."""
    return text.translate(_WIDE)


def closed_up(text: str) -> str:
    """Return `text` at half width and without blanks, as wordings are looked for in it."""
    return "".join(half_width(text).split())


def plain_digits(text: str) -> str:
    """Return `text` with Chinese and full-width digits as ASCII ones: 二〇二一年 becomes 2021年, sign by sign."""
    return text.translate(_DIGITS)


def normalise(text: str) -> str:
    """Return `text` for comparison only: widths, blanks, quotation marks, brackets and dashes made equal.

    Words, figures and their order stay; two texts that differ after this differ in wording.
    """
    return _BLANK.sub("", text.translate(_SAME))
