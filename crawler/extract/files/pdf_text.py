"""The text layer of a PDF: its lines, and where its figures stand across the page."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

import pypdfium2
import pypdfium2.raw

MOST_PAGES = 80
MOST_CHARACTERS = 1_000_000
_HYPHEN = 0xFFFE
"""What pdfium puts for a hyphen at a line's end."""
_DIGITS = re.compile(r"[-−]?[0-9０-９][0-9０-９,，.]*$")
_SURROGATES = range(0xD800, 0xE000)


@dataclass(frozen=True, slots=True)
class Word:
    """A run of characters without blanks; a line break and a page break are words of their own.

    `x` is the middle of the digits that a word consists of or ends with (总计27), else of the word, in points from
    the left edge; None where no place is known.
    """

    text: str
    x: float | None = None


def pdf_words(body: bytes) -> tuple[Word, ...] | None:
    """Return the words of the first pages in the order of the file, None when it cannot be opened."""
    try:
        document = pypdfium2.PdfDocument(body)
    except pypdfium2.PdfiumError:
        return None
    words: list[Word] = []
    left = MOST_CHARACTERS
    try:
        for number in range(min(len(document), MOST_PAGES)):
            if number:
                words.append(Word("\f"))
            layer = _layer(document, number)
            if layer is not None and left > 0:
                count = min(layer.count_chars(), left)
                left -= count
                words += _words(layer, count)
    finally:
        document.close()
    return tuple(words)


def words_text(words: tuple[Word, ...]) -> str:
    """Return the words as text with its line and page breaks."""
    parts: list[str] = []
    for word in words:
        if parts and not word.text.isspace() and not parts[-1].isspace():
            parts.append(" ")
        parts.append(word.text)
    return "".join(parts)


def _layer(document: pypdfium2.PdfDocument, number: int) -> pypdfium2.PdfTextPage | None:
    try:
        return document[number].get_textpage()
    except pypdfium2.PdfiumError:
        return None  # a broken page is a page without text


def _words(layer: pypdfium2.PdfTextPage, count: int) -> Iterator[Word]:
    word, first = "", 0
    for at in range(count):
        code = pypdfium2.raw.FPDFText_GetUnicode(layer, at)
        sign = "" if code in {0, _HYPHEN} or code in _SURROGATES else chr(code) if code < 0x110000 else ""  # noqa: PLR2004
        if sign and not sign.isspace():
            first = first if word else at
            word += sign
            continue
        if not sign:
            continue
        if word:
            yield _placed(layer, word, first, at - 1)
            word = ""
        if sign == "\n":
            yield Word("\n")
    if word:
        yield _placed(layer, word, first, count - 1)


def _placed(layer: pypdfium2.PdfTextPage, word: str, first: int, last: int) -> Word:
    digits = _DIGITS.search(word)
    if digits is not None and last - first + 1 == len(word):
        first = last - len(digits.group()) + 1
    try:
        left, right = layer.get_charbox(first)[0], layer.get_charbox(last)[2]
    except pypdfium2.PdfiumError:
        return Word(word)
    return Word(word, round((left + right) / 2, 1))
