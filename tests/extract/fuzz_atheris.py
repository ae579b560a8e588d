"""Coverage-guided fuzzing of every extractor: `python -m tests.extract.fuzz_atheris -max_total_time=600`.

Not part of the test suite. Needs the package atheris, which is no dependency: `pip install atheris`. The bytes that
the fuzzer makes choose a real page and the damage done to it; a crash is an uncaught exception or more than 10 CPU
seconds for a page, and libFuzzer keeps the bytes beside it.
"""

import sys

import atheris

from tests.extract.fuzzing import KINDS, SCALE, URLS, Edit, damaged, read_everything

SLOWEST = 10.0


def one(data: bytes) -> None:
    """Damage a page as these bytes say and let everything read it."""
    given = atheris.FuzzedDataProvider(data)
    seed, url = given.ConsumeIntInRange(0, 200), URLS[given.ConsumeIntInRange(0, len(URLS) - 1)]
    edits = []
    while given.remaining_bytes() and len(edits) < 16:
        edits.append(
            Edit(
                KINDS[given.ConsumeIntInRange(0, len(KINDS) - 1)],
                given.ConsumeIntInRange(0, SCALE),
                given.ConsumeIntInRange(0, 3000),
                given.ConsumeIntInRange(0, 999),
            )
        )
    spent = read_everything(damaged(seed, edits), url)
    if spent > SLOWEST:
        raise TimeoutError(f"{spent:.1f} CPU seconds for one page")


if __name__ == "__main__":
    atheris.instrument_all()
    atheris.Setup(sys.argv, one)
    atheris.Fuzz()
