"""The generated site of the bench is a whole site, built as the real one."""

from pathlib import Path

from tests.bench import pages
from tools.build.__main__ import complete
from tools.build.site import build_pages


def test_the_generated_site_is_built_as_the_real_one(tmp_path: Path) -> None:
    config = pages.write_site(tmp_path, 25)
    build_pages(config)
    complete(tmp_path / "site", tmp_path / "server")
    built = sorted((tmp_path / "site").rglob("index.html"))
    assert len(built) == 25
    last = (tmp_path / "site/avsnitt-1/sida-24/index.html").read_text("utf-8")
    assert "Content-Security-Policy" in last
    assert "dag 91" in last
    assert (tmp_path / "site/sw.js").read_text("utf-8").count("avsnitt-") == 24
