"""Two builds of the same source are the same, byte for byte, wherever and whenever they are made."""

import json
import re
import subprocess
from pathlib import Path

import pytest

from tests.conftest import BELOW, ROOT, SERVER, SOME_DAY
from tests.site import regions
from tools.build import compress, version
from tools.build.version import files_of


def disordered(folder: Path) -> None:
    """Files that a file system lists in another order."""
    for file in sorted((each for each in folder.rglob("*") if each.is_file()), reverse=True):
        if not file.is_symlink():
            file.rename(file.with_name("moved")).rename(file)


def test_two_builds_are_the_same(site_below: Path, tmp_path: Path) -> None:
    """Another folder, time zone (another day there), language, and order of files and of hashes."""
    again = regions.build(
        regions.DEFAULT,
        tmp_path / "en annan mapp",
        disordered,
        SITE_URL=f"https://vard.example{BELOW}",
        SOURCE_DATE_EPOCH=SOME_DAY,
        TZ="Pacific/Pago_Pago",
        LC_ALL="C",
        PYTHONHASHSEED="7",
    )
    for made in ("site", "server"):
        first, second = (each.parent / made for each in (site_below, again))
        names = [file.relative_to(first).as_posix() for file in files_of(first)]
        assert names == [file.relative_to(second).as_posix() for file in files_of(second)]
        different = [
            name for name in names if (first / name).read_bytes() != (second / name).read_bytes()
        ]
        assert different == []
    assert len(names) == 3
    assert (site_below / "sitemap.xml.gz").is_file()


def test_the_version_tells_what_was_built(site: Path, site_below: Path) -> None:
    told = json.loads((site_below / "version.json").read_text("utf-8"))
    assert told["built"] == "2026-09-21T14:13:20Z"
    assert told["region"] == regions.DEFAULT
    assert told["commit"] is None  # the copy is no repository
    for kind in ("tools", "python", "runtime"):
        assert (site_below / "assets" / kind / told["hashes"][kind]).is_dir()
    # the same pages on another day are the same version; another content is another
    assert told["hashes"]["site"] == version.hash_of(site_below)
    (page,) = site_below.glob("granskning.json")
    before = page.read_bytes()
    page.write_bytes(before + b" ")
    assert version.hash_of(site_below) != told["hashes"]["site"]
    page.write_bytes(before)
    if (ROOT / ".git").exists():
        head = subprocess.check_output(["git", "rev-parse", "HEAD"], cwd=ROOT, text=True)
        built = json.loads((site / "version.json").read_text("utf-8"))["commit"]
        assert re.fullmatch(r"[0-9a-f]{40}\+?", built)
        assert len(built) == 41 or built == head.strip()


def test_the_checksums_are_those_of_the_site(site: Path) -> None:
    command = ["sha256sum", "--check", "--quiet", "--strict", str(SERVER / "SHA256SUMS")]
    done = subprocess.run(command, cwd=site, capture_output=True, text=True)
    assert (done.returncode, done.stdout) == (0, "")
    listed = (SERVER / "SHA256SUMS").read_text("utf-8").splitlines()
    assert [line.split("  ")[1] for line in listed] == [
        file.relative_to(site).as_posix() for file in files_of(site)
    ]


def test_nothing_but_its_version_asks_for_the_day_of_the_build() -> None:
    """A page that looked at the calendar would be another page tomorrow. Checks of dates may."""
    allowed = {"tools/build/version.py", "tools/build/rules.py", "macros/pages.py"}
    allowed |= {"tools/build/evidence.py"}  # when the tests ended; the build reads it from a file
    found = set()
    for folder in ("tools/build", "macros"):
        for file in (ROOT / folder).rglob("*.py"):
            if re.search(r"\b(today|now|utcnow|localtime|time\.time)\(", file.read_text("utf-8")):
                found.add(file.relative_to(ROOT).as_posix())
    assert found - allowed == {"tools/build/compress.py"}  # how long a file has lain unused


@pytest.mark.parametrize("size", [0, 10, 300, 100_000])
def test_what_is_compressed_again_is_the_same(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, size: int
) -> None:
    text = ("Sjukskrivning åäö " * 10_000)[:size]
    made = []
    for folder in ("first", "second"):
        monkeypatch.setattr(compress, "KNOWN", tmp_path / "known" / folder)
        site = tmp_path / folder
        site.mkdir()
        (site / "page.html").write_text(text, "utf-8")
        (site / "picture.png").write_text(text, "utf-8")
        compress.compress(site)
        made.append({file.name: file.read_bytes() for file in files_of(site)})
    assert made[0] == made[1]
    packed = {"page.html.br", "page.html.gz"} if size >= compress.SMALLEST else set()
    assert set(made[0]) == {"page.html", "picture.png"} | packed


def test_what_was_compressed_before_is_not_compressed_again(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(compress, "KNOWN", tmp_path / "known")
    calls: list[int] = []

    def counted(content: bytes) -> bytes:
        calls.append(len(content))
        return b"made"

    monkeypatch.setattr(compress, "WAYS", {".br": counted})
    site = tmp_path / "site"
    site.mkdir()
    (site / "page.html").write_text("x" * 1000, "utf-8")
    compress.compress(site)
    compress.compress(site)
    assert calls == [1000]
    (site / "page.html").write_text("y" * 1000, "utf-8")
    compress.compress(site)
    assert calls == [1000, 1000]
    # and what would not get smaller any more is taken away
    (site / "page.html").write_text("", "utf-8")
    compress.compress(site)
    assert [file.name for file in files_of(site)] == ["page.html"]
