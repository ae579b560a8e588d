"""One running city for all tests of this folder, on free ports."""

from collections.abc import Iterator

import pytest

from mingjian.samplecity import RunningCity, SampleCity, serve

PORTS = {
    "portal": 18021,
    "fgj": 18022,
    "czj": 18023,
    "sfj": 18024,
    "wsjkj": 18025,
    "scjgj": 18026,
    "qinghe": 18027,
    "liuxi": 18028,
}


@pytest.fixture(scope="session")
def city() -> Iterator[RunningCity]:
    """The city, served."""
    with serve(ports={}) as running:
        yield running


@pytest.fixture(scope="session")
def pure() -> SampleCity:
    """The city as pages; nothing listens on these ports."""
    return SampleCity(PORTS)


@pytest.fixture(scope="session")
def pages(pure: SampleCity) -> dict[tuple[str, str], bytes]:
    """Every page's body by site and path."""
    return {(site, path): resource.body for site, path, resource in pure.pages()}
