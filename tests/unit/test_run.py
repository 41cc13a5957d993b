"""What the one command does where a browser or a server is missing: it says so, and does not pass."""

import re
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from tests.conftest import NEEDS, ROOT
from tools import run

Command = Callable[..., tuple[int, list[list[str]]]]


@pytest.fixture
def command(monkeypatch: pytest.MonkeyPatch) -> Command:
    """``test`` with some parts present, everything else passing; its exit code and what each pytest was asked for."""
    ran: list[list[str]] = []

    def note(command: list[Any]) -> int:
        ran.append([str(part) for part in command])
        return 0

    monkeypatch.setattr(run, "set_up_python", lambda extra: None)
    monkeypatch.setattr(run, "build", lambda options: 0)
    monkeypatch.setattr(run, "run", note)

    def test(*arguments: str, there: set[str]) -> tuple[int, list[list[str]]]:
        found = {name: lambda name=name: name in there for name in run.OTHERS}
        monkeypatch.setattr(run, "OTHERS", found)
        code = run.test(run.parse(["test", *arguments]))
        first, last = len([run.PYTHON, "-m", "pytest"]), len([*run.ON_ALL_CORES, "--junitxml=…"])
        return code, [each[first:-last] for each in ran if "pytest" in each]

    return test


def test_the_tests_know_the_same_names() -> None:
    assert set(NEEDS) == set(run.OTHERS)


def test_with_everything_there_the_core_runs_against_nginx_too(
    command: Command, capsys: pytest.CaptureFixture[str]
) -> None:
    code, ran = command(there=set(run.OTHERS))
    assert code == 0
    core = ["-m", "core"]
    assert ran == [[], [*core, "--server", "nginx"], [*core, "--browser", "firefox"]]
    assert "Kördes inte" not in capsys.readouterr().err


def test_what_is_missing_is_told_and_fails(
    command: Command, capsys: pytest.CaptureFixture[str]
) -> None:
    code, ran = command(there=set(run.OTHERS) - {"nginx"})
    assert code == 1
    left = ["--without=nginx"]
    assert ran == [left, [*left, "-m", "core", "--browser", "firefox"]]
    said = capsys.readouterr().err
    assert "Alla kontroller gick igenom." in said
    assert "saknas här: nginx. Godta det med --without nginx." in said


def test_what_is_missing_can_be_accepted(
    command: Command, capsys: pytest.CaptureFixture[str]
) -> None:
    code, ran = command(
        "--without", "firefox", "--without", "caddy", there={"chromium", "webkit", "nginx", "java"}
    )
    assert code == 0
    assert ran == [
        ["--without=firefox", "--without=caddy"],
        ["--without=firefox", "--without=caddy", "-m", "core", "--server", "nginx"],
    ]
    assert "Kördes inte, som du bad om: firefox, caddy." in capsys.readouterr().err


def test_fast_looks_for_nothing(command: Command) -> None:
    code, ran = command("--fast", there=set())
    assert code == 0
    assert ran == [[f"--without={name}" for name in run.OTHERS]]


def test_an_unknown_name_is_refused(command: Command) -> None:
    with pytest.raises(SystemExit):
        command("--without", "opera", there=set(run.OTHERS))


@pytest.mark.parametrize(
    ("fail_first", "fail_again", "tries", "passed"),
    [(0, 0, 1, True), (1, 0, 2, True), (3, 0, 2, True), (1, 1, 2, False), (4, 0, 1, False)],
)
def test_a_few_that_fail_are_tried_once_more(
    monkeypatch: pytest.MonkeyPatch,
    tmp_path: Path,
    fail_first: int,
    fail_again: int,
    tries: int,
    passed: bool,
) -> None:
    """With the real pytest, on tests that fail so many times."""
    (tmp_path / "test_stumbling.py").write_text(STUMBLING.format(fail_first, fail_again), "utf-8")
    monkeypatch.setattr(run, "RESULTS", tmp_path / "results")
    monkeypatch.setattr(run, "ROOT", tmp_path)
    (tmp_path / "pytest.ini").write_text("[pytest]", "utf-8")  # not the project's settings
    assert run.passes("Alla prov", []) is passed
    found = {file.stem: run.failures(file) for file in (tmp_path / "results").glob("*.xml")}
    expected = {"Alla prov": fail_first, "Alla prov, andra försöket": fail_again}
    assert found == dict(list(expected.items())[:tries])


def test_a_pytest_that_leaves_no_word_is_not_tried_again(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    tried: list[object] = []
    monkeypatch.setattr(run, "RESULTS", tmp_path)
    monkeypatch.setattr(run, "run", lambda command: tried.append(command) or 2)
    assert not run.passes("Alla prov", [])
    assert len(tried) == 1


STUMBLING = """
import pathlib, pytest
@pytest.mark.parametrize("number", range(6))
def test_it(number):
    been = pathlib.Path(__file__).with_name(f"been-{{number}}")
    again = been.exists()
    been.touch()
    assert number >= ({1} if again else {0})
"""


def test_pytest_leaves_out_what_needs_a_server() -> None:
    asked = [sys.executable, "-m", "pytest", "--collect-only", "tests/server"]
    whole, left = (
        {line for line in output.splitlines() if "::" in line}
        for output in (
            subprocess.run([*asked, *more], cwd=ROOT, capture_output=True, text=True).stdout
            for more in ([], ["--without=nginx", "--without=caddy"])
        )
    )
    assert left < whole
    assert not [name for name in left if re.search("nginx|caddy", name)]
    # all that runs a server is gone, and nothing else
    assert all(re.search("nginx|caddy|test_examples", name) for name in whole - left)
    assert not [name for name in left if "test_examples" in name]
