"""What the pages of a PDF draw: straight lines, and signs with their places."""

import ctypes
import math
from collections.abc import Callable, Iterator
from itertools import pairwise
from typing import Final

import pypdfium2
import pypdfium2.raw

from crawler.extract.files.ruled_tables import PageDrawn, Rule, Sign, ruled_tables
from crawler.extract.grid import Rows

_MOST_PAGES: Final = 30
_MOST_SHAPES: Final = 6_000
"""Shapes on a page beyond which it is a drawing, without tables."""
_MOST_POINTS: Final = 400
"""Points of one shape beyond which it is a drawing of its own."""
_MOST_RULES: Final = 8_000
_MOST_OBJECTS: Final = 30_000
"""Objects on a page (runs of text among them) beyond which its lines are not read."""
_MOST_SIGNS: Final = 60_000
"""Signs of a file that are placed in cells."""
_FEW_RULES: Final = 2
_THIN: Final = 3.0
"""Points: a filled shape no thicker is a line, a thicker one a background."""
_STRAIGHT: Final = 0.7
_SHORTEST: Final = 2.0
_NO_SIGNS: Final = 0xFFFE
"""Code points from which on pdfium means no sign; 0xFFFE is a hyphen at a line's end."""
_HALVES: Final = range(0xD800, 0xE000)
_ASLANT: Final = 0.1
"""Radians by which a watermark at least is turned."""
Point = tuple[float, float]
_NOTHING: Final = PageDrawn((), (), ())


def pdf_tables(body: bytes) -> tuple[Rows, ...]:
    """Return the ruled tables of the first pages; none when the file cannot be opened or draws no lines."""
    try:
        document = pypdfium2.PdfDocument(body)
    except pypdfium2.PdfiumError:
        return ()
    try:
        return ruled_tables(_pages(document))
    finally:
        document.close()


def _pages(document: pypdfium2.PdfDocument) -> Iterator[PageDrawn]:
    left = _MOST_SIGNS
    for number in range(min(len(document), _MOST_PAGES)):
        try:
            page = _drawn(document[number], left)
        except pypdfium2.PdfiumError:
            page = _NOTHING  # a broken page is a page without tables
        left -= len(page.signs)
        yield page


def _drawn(page: pypdfium2.PdfPage, most: int) -> PageDrawn:
    place = _placing(page.get_rotation())
    across: list[Rule] = []
    down: list[Rule] = []
    for one, other in _lines(page):
        (x, y), (to_x, to_y) = place(one), place(other)
        if abs(y - to_y) < _STRAIGHT and abs(x - to_x) > _SHORTEST:
            across.append(Rule((y + to_y) / 2, min(x, to_x), max(x, to_x)))
        elif abs(x - to_x) < _STRAIGHT and abs(y - to_y) > _SHORTEST:
            down.append(Rule((x + to_x) / 2, min(y, to_y), max(y, to_y)))
        if len(across) + len(down) > _MOST_RULES:
            return _NOTHING
    if min(len(across), len(down)) < _FEW_RULES:
        return _NOTHING
    return PageDrawn(tuple(across), tuple(down), tuple(_signs(page, place, most)))


def _placing(rotation: int) -> Callable[[Point], Point]:
    """How a point of the page is seen when the page is turned clockwise by `rotation` degrees; y grows downwards."""
    return {
        90: lambda point: (point[1], point[0]),
        180: lambda point: (-point[0], point[1]),
        270: lambda point: (-point[1], -point[0]),
    }.get(rotation, lambda point: (point[0], -point[1]))


def _lines(page: pypdfium2.PdfPage) -> Iterator[tuple[Point, Point]]:
    """The straight lines that the page's own shapes draw, thin filled shapes among them; none of a drawing."""
    raw = pypdfium2.raw
    count = raw.FPDFPage_CountObjects(page.raw)
    things = (raw.FPDFPage_GetObject(page.raw, at) for at in range(count if count <= _MOST_OBJECTS else 0))
    shapes = [thing for thing in things if raw.FPDFPageObj_GetType(thing) == raw.FPDF_PAGEOBJ_PATH]
    fill, stroke = ctypes.c_int(), ctypes.c_int()
    for shape in shapes if len(shapes) <= _MOST_SHAPES else ():
        raw.FPDFPath_GetDrawMode(shape, fill, stroke)
        for points in _strokes(shape):
            if stroke.value:
                yield from pairwise(points)
            elif fill.value:
                yield from _thin(points)


def _strokes(shape: object) -> Iterator[list[Point]]:
    """The points of each stroke of a shape, in the page's own measure; a closed one ends where it began."""
    raw = pypdfium2.raw
    count = raw.FPDFPath_CountSegments(shape)
    matrix = raw.FS_MATRIX()
    raw.FPDFPageObj_GetMatrix(shape, matrix)
    x, y = ctypes.c_float(), ctypes.c_float()
    points: list[Point] = []
    for at in range(count if count <= _MOST_POINTS else 0):
        segment = raw.FPDFPath_GetPathSegment(shape, at)
        raw.FPDFPathSegment_GetPoint(segment, x, y)
        point = (
            matrix.a * x.value + matrix.c * y.value + matrix.e,
            matrix.b * x.value + matrix.d * y.value + matrix.f,
        )
        kind = raw.FPDFPathSegment_GetType(segment)
        if kind == raw.FPDF_SEGMENT_MOVETO:
            if len(points) > 1:
                yield points
            points = [point]
        elif kind == raw.FPDF_SEGMENT_LINETO:
            points.append(point)
        else:
            points = []  # a curve is no line of a table
        if points and raw.FPDFPathSegment_GetClose(segment):
            points.append(points[0])
    if len(points) > 1:
        yield points


def _thin(points: list[Point]) -> Iterator[tuple[Point, Point]]:
    """The middle line of a filled shape that is thin enough to be one."""
    left, right = min(x for x, _ in points), max(x for x, _ in points)
    low, high = min(y for _, y in points), max(y for _, y in points)
    if high - low <= _THIN:
        yield (left, (low + high) / 2), (right, (low + high) / 2)
    elif right - left <= _THIN:
        yield ((left + right) / 2, low), ((left + right) / 2, high)


def _signs(page: pypdfium2.PdfPage, place: Callable[[Point], Point], most: int) -> Iterator[Sign]:
    """The first `most` signs of a page in the order of the file, without those written aslant: watermarks."""
    raw = pypdfium2.raw
    layer = page.get_textpage()
    upright = math.radians(page.get_rotation())
    box = [ctypes.c_double() for _ in range(4)]
    stand = [ctypes.c_double() for _ in range(2)]
    for at in range(min(layer.count_chars(), most)):
        code = raw.FPDFText_GetUnicode(layer, at)
        text = "" if code >= _NO_SIGNS or code in _HALVES else chr(code)
        if not text.strip() or not raw.FPDFText_GetCharBox(layer, at, *box):
            continue
        if abs(math.remainder(raw.FPDFText_GetCharAngle(layer, at) - upright, math.tau)) > _ASLANT:
            continue
        raw.FPDFText_GetCharOrigin(layer, at, *stand)
        left, right, low, high = (each.value for each in box)
        (x, y), (to_x, to_y) = place((left, low)), place((right, high))
        start, line = place((stand[0].value, stand[1].value))
        yield Sign(text, min(x, to_x), max(x, to_x), min(y, to_y), max(y, to_y), start, line)
