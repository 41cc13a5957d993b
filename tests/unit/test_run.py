"""What the one command does where a browser or a server is missing: it says so, and does not pass."""

import re
import subprocess
import sys
from collections.abc import Callable
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
        start = len([run.PYTHON, "-m", "pytest", *run.ON_ALL_CORES, "--junitxml=…"])
        return code, [each[start:] for each in ran if "pytest" in each]

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
