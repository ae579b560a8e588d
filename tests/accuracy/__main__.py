"""`python -m tests.accuracy [FOLDER]`: the table that `make accuracy` prints."""

import sys
from pathlib import Path

from tests.accuracy.portals import measure, portals_folder, table

chosen = Path(sys.argv[1]) if len(sys.argv) > 1 else portals_folder()
if chosen is None:
    print("no labelled pages at hand: name their folder, or set MINGJIAN_PORTALS")  # noqa: T201  # a command
else:
    print(table(measure(chosen)))  # noqa: T201  # a command
