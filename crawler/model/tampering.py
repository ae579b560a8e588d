"""Signs that a page was tampered with or copied: candidates for people, never a verdict by themselves."""

from dataclasses import dataclass
from enum import StrEnum


class SignKind(StrEnum):
    """What was found."""

    HIDDEN_LINKS = "hidden-links"
    HIDDEN_WORDS = "hidden-words"
    SPAM_IN_TITLE = "spam-in-title"
    SPAM_IN_TAGS = "spam-in-tags"
    SPAM_IN_TEXT = "spam-in-text"
    SPAM_LINK = "spam-link"
    ODD_TAGS = "odd-tags"
    ENCODED_TITLE = "encoded-title"
    MIRROR = "mirror"
    FOREIGN_SCRIPT = "foreign-script"
    OBFUSCATED_SCRIPT = "obfuscated-script"
    CLOAKED_REDIRECT = "cloaked-redirect"


class Strength(StrEnum):
    """How much a sign says: weak ones occur on sound pages, strong ones hardly ever."""

    WEAK = "weak"
    MODERATE = "moderate"
    STRONG = "strong"


@dataclass(frozen=True, slots=True)
class Sign:
    """One sign: the words or markup that show it (at most 200 characters), where they stand, and a Chinese reason."""

    kind: SignKind
    strength: Strength
    where: str
    quote: str
    reason: str
