"""The letters by which filings name a province, with the first two digits of its area code (NORMS N01-S3, S4)."""

import re
from typing import Final

LETTERS: Final = dict(
    re.findall(
        r"(\d\d)(\D+)",
        "11京12津13冀14晋15蒙21辽22吉23黑31沪32苏33浙34皖35闽36赣37鲁41豫42鄂43湘44粤45桂46琼50渝51川蜀52黔贵53滇云54藏"
        "61陕62甘陇63青64宁65新",
    )
)
"""The first two digits of an area code to the letters of its province."""
