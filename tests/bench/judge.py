"""`python -m tests.bench.judge FOLDER`: judge what the folder holds, and nothing else."""

import sys
from pathlib import Path

from mingjian.audit import judge
from mingjian.folder import load_order

folder = Path(sys.argv[1])
judge(load_order(folder), folder)
