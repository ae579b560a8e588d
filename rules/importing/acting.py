"""Units that a sentence calls upon: 各部门要……, where nothing at its end names any."""

import re

from rules.importing.units import looks_like_units

_ACTING = re.compile(
    r"(?:^|[,，;；:：])((?:[^,，、;；。]{2,30}[,，、]){0,12}?[^,，、;；。]{0,20}?(?:部门|单位|局|办公室|委员会|镇街|机关|街道办事处|管委会))"
    r"(?:主要负责同志|主要负责人|认真|都|均)?(?:要|应|负责|须|必须|将|认真|牵头|对)"
)
_PREFIX = re.compile(r"^(?:组织|督促|推动|要求|指导|积极|同时|并)")
_LONGEST_UNITS = 60
_LONGEST_SENTENCE = 600


def acting(sentence: str) -> str:
    """Return the units that a sentence in simplified characters calls upon (各部门要……), in its words, or nothing."""
    for found in _ACTING.finditer(sentence[:_LONGEST_SENTENCE]):
        names = _PREFIX.sub("", found.group(1)).replace(",", "、").replace("，", "、").strip("、")
        while names and not looks_like_units(names):
            _, _, names = names.partition("、")
        if names and len(names) <= _LONGEST_UNITS:
            return names
    return ""
