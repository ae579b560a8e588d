"""A public site cannot lead the crawler, or its browser, to an address that is not public."""

from typing import Any

import pytest

from tests.crawl.netns import MISSING, allowed, run_inside

ADDRESSES = ("11.22.33.44/32", "10.9.8.7/32")
REDIRECTED = ("literal", "loopback", "six", "decimal", "named", "mapped", "localhost", "twice")


@pytest.fixture(scope="module")
def tried(tmp_path_factory: pytest.TempPathFactory) -> Any:
    if not allowed():
        pytest.skip(MISSING)
    return run_inside("tests.crawl.public_site", tmp_path_factory.mktemp("public"), ADDRESSES)


def test_no_private_server_is_ever_asked(tried: Any) -> None:
    """Redirects, robots.txt, meta refresh, scripts, frames, and what a rendered page asks for by itself."""
    assert tried["asked"] == []
    assert tried["public"] > 20


@pytest.mark.parametrize("host", REDIRECTED)
def test_redirect_to_a_private_address_says_so(tried: Any, host: str) -> None:
    assert tried["outcomes"][host] == "address-forbidden"


def test_public_site_itself_is_read(tried: Any) -> None:
    assert tried["outcomes"]["fine"] == "ok"


def test_robots_on_a_private_address_is_no_permission(tried: Any) -> None:
    assert tried["outcomes"]["rules"] == "address-forbidden"
