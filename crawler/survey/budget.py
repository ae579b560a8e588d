"""How much one site may be asked."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Budget:
    """Limits for one site: requests in all, pages of one list, candidates tried for one column, children of a column.

    `hubs` is how many collecting pages (专题专栏, 重点领域) are opened in search of columns found nowhere else.
    """

    pages: int = 300
    list_pages: int = 60
    candidates: int = 3
    children: int = 12
    hubs: int = 4
