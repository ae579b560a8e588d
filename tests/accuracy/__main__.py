"""`python -m tests.accuracy [--speed] [FOLDER]`: the tables that `make accuracy` prints."""

import sys
from pathlib import Path

from tests.accuracy.portals import measure, portals_folder, table
from tests.accuracy.speed import priced, speed_table

names = [each for each in sys.argv[1:] if not each.startswith("-")]
chosen = Path(names[0]) if names else portals_folder()
if "--speed" in sys.argv:
    print(speed_table(priced(chosen)))  # noqa: T201  # a command
elif chosen is None:
    print("no labelled pages at hand: name their folder, or set MINGJIAN_PORTALS")  # noqa: T201  # a command
else:
    print(table(measure(chosen)))  # noqa: T201  # a command
