"""Numbers that name a person: identity-card numbers (GB 11643) and mobile telephone numbers."""

import re
from datetime import date

_IDENTITY = re.compile(
    r"(?<![0-9A-Za-z])[1-9]\d{5}(?:19|20)\d{2}(?:0[1-9]|1[0-2])(?:0[1-9]|[12]\d|3[01])\d{3}[\dXx](?![0-9A-Za-z])"
)
_LONG = re.compile("[0-9]{11}")
"""Most documents have no number so long, and looking for one costs a tenth."""
_MOBILE = re.compile(r"(?<![\d*])1[3-9]\d{9}(?![\d*])")
_WEIGHTS = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)
_CHECKS = "10X98765432"
_PROVINCES = re.compile(r"1[1-5]|2[1-3]|3[1-7]|4[1-6]|5[0-4]|6[1-5]")
_MANY = 5
"""So many different mobile numbers in one copy are a list of people, not the lines of an office."""


def personal_numbers(text: str, as_of: date) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """Return the identity-card numbers of people born by `as_of` and the mobile numbers in `text`, each once."""
    if not _LONG.search(text):
        return (), ()
    identities = dict.fromkeys(each for each in _IDENTITY.findall(text) if _is_identity(each, as_of))
    return tuple(identities), tuple(dict.fromkeys(_MOBILE.findall(_IDENTITY.sub(" ", text))))


def masked(number: str) -> str:
    """Return a number as a report may print it: its first three and its last sign."""
    return f"{number[:3]}{'*' * (len(number) - 4)}{number[-1]}"


def without_numbers(text: str) -> tuple[str, int]:
    """Return `text` with identity-card numbers masked, and mobile numbers where it lists many, and how many were.

    What a unit should not have published is not published again by a report about it.
    """
    identities, mobiles = personal_numbers(text, date.max)
    hidden = (*identities, *(mobiles if len(mobiles) >= _MANY else ()))
    for number in hidden:
        text = text.replace(number, masked(number))
    return text, len(hidden)


def _is_identity(number: str, as_of: date) -> bool:
    """Whether 18 signs are an identity-card number: province, day of birth by `as_of`, check sign (GB 11643)."""
    if not _PROVINCES.fullmatch(number[:2]):
        return False
    try:
        born = date(int(number[6:10]), int(number[10:12]), int(number[12:14]))
    except ValueError:
        return False
    total = sum(int(digit) * weight for digit, weight in zip(number, _WEIGHTS, strict=False))
    return born <= as_of and number[-1].upper() == _CHECKS[total % 11]
