"""`python -m tests.accuracy [--speed] [--beside PYTHON] [FOLDER]`: the tables that `make accuracy` prints."""

import argparse
from pathlib import Path

from tests.accuracy.compare import compare, comparison_table
from tests.accuracy.portals import measure, measure_by_kind, portals_folder, table
from tests.accuracy.speed import priced, speed_table

options = argparse.ArgumentParser(prog="python -m tests.accuracy", description=__doc__)
options.add_argument("folder", nargs="?", type=Path, default=portals_folder(), help="labelled pages with labels.json")
options.add_argument("--speed", action="store_true", help="what reading a page costs")
options.add_argument("--beside", metavar="PYTHON", help="other extractors, run by this Python, on the same pages")
chosen = options.parse_args()
if chosen.speed:
    print(speed_table(priced(chosen.folder)))  # noqa: T201  # a command
elif chosen.folder is None:
    print("no labelled pages at hand: name their folder, or set MINGJIAN_PORTALS")  # noqa: T201  # a command
else:
    print(table(measure(chosen.folder)))  # noqa: T201  # a command
    print("\n" + table(measure_by_kind(chosen.folder)))  # noqa: T201  # a command
    if chosen.beside:
        print("\n" + comparison_table(compare(chosen.folder, chosen.beside)))  # noqa: T201  # a command
