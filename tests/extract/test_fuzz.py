"""No damage to a real page makes any extractor crash or hang. `fuzz_atheris.py` looks for longer, on demand."""

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.extract.fuzzing import KINDS, SCALE, URLS, Edit, damaged, read_everything, seeds

EDITS = st.lists(
    st.builds(Edit, st.sampled_from(KINDS), st.integers(0, SCALE), st.integers(0, 3000), st.integers(0, 999)),
    max_size=10,
)
SLOWEST = 5.0
"""CPU seconds for all extractors on one page of some 40 kB: a hundred times what it costs on an idle machine."""


@settings(
    max_examples=250, deadline=None, suppress_health_check=[HealthCheck.too_slow, HealthCheck.function_scoped_fixture]
)
@given(seed=st.integers(0, 200), edits=EDITS, url=st.sampled_from(URLS))
def test_damaged_real_pages(seed: int, edits: list[Edit], url: str) -> None:
    assert read_everything(damaged(seed, edits), url) < SLOWEST


@settings(max_examples=100, deadline=None)
@given(body=st.binary(max_size=300), media=st.sampled_from((None, "text/html; charset=gbk", "application/pdf")))
def test_any_bytes(body: bytes, media: str | None) -> None:
    assert read_everything(body, URLS[0], media) < SLOWEST


def test_there_are_pages_to_damage() -> None:
    assert len(seeds()) >= 5
