"""A real Chromium shows what the scripts of the city build."""

import shutil
import subprocess
from collections.abc import Callable
from pathlib import Path

import pytest

from mingjian.samplecity import RunningCity, SampleCity

CHROMIUM = shutil.which("chromium") or shutil.which("google-chrome") or shutil.which("chromium-browser")
pytestmark = [
    pytest.mark.browser,
    pytest.mark.skipif(CHROMIUM is None, reason="there is no Chromium on this machine"),
]
Show = Callable[[str], str]


@pytest.fixture
def show(tmp_path: Path) -> Show:
    """The text of the page at a URL after its scripts have run."""

    def rendered(url: str) -> str:
        command = [
            str(CHROMIUM),
            "--headless=new",
            "--no-sandbox",
            "--disable-gpu",
            "--disable-dev-shm-usage",
            f"--user-data-dir={tmp_path}",
            "--host-resolver-rules=MAP *.zean.test 127.0.0.1, MAP * ~NOTFOUND",
            "--virtual-time-budget=5000",
            "--dump-dom",
            url,
        ]
        return subprocess.run(command, check=True, capture_output=True, timeout=60).stdout.decode()

    return rendered


def test_shell_is_filled(city: RunningCity, pure: SampleCity, show: Show) -> None:
    column = pure.site("wsjkj").column("tzgg")
    text = show(f"{city.home('wsjkj')}column/{column.number}?page=2")
    assert column.documents[10].title in text
    assert column.documents[0].title not in text
    assert "暂时没有内容" not in text


def test_trs_script_draws_the_pages(city: RunningCity, show: Show) -> None:
    assert '<a href="index_1.html">2</a>' in show(f"{city.home('portal')}xwzx/tzgg/")


def test_gkmlpt_draws_tree_and_list(city: RunningCity, pure: SampleCity, show: Show) -> None:
    column = pure.site("czj").column("zfzw")
    text = show(f"{city.home('czj')}gkmlpt/index#{column.number}")
    assert column.documents[0].title in text
    assert '<a href="#3003">' in text
