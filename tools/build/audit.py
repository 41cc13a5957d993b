"""Known faults in the locked packages, asked of the services that keep such lists.

python -m tools.build.audit

Exit code 0 only when every package was answered for, and none has a known fault. Never part of a build
or a test: the answer changes from day to day, and needs a network.
"""

from __future__ import annotations

import json
import shutil
import subprocess
import sys
from typing import Any, NamedTuple

from tools.build.parts import REQUIREMENTS
from tools.build.rules import ROOT


class Report(NamedTuple):
    known: list[str]  # faults, a line each
    unanswered: list[str]  # packages that nobody could tell of


def main() -> int:
    reports = [ask_python(lock.name) for lock in sorted(REQUIREMENTS.glob("*.txt"))]
    reports.append(ask_npm())
    known = sorted({line for report in reports for line in report.known})
    unanswered = sorted({name for report in reports for name in report.unanswered})
    for line in known:
        print(line)
    if unanswered:
        print(
            f"{len(unanswered)} paket kunde inte granskas: tjänsten med kända sårbarheter svarade inte. "
            f"Kontrollera nätverket och kör igen. Det gäller {', '.join(unanswered[:8])}"
            + (" med flera." if len(unanswered) > 8 else ".")
        )
    if not known and not unanswered:
        print("Inga kända sårbarheter i de låsta paketen.")
    return 1 if known or unanswered else 0


def ask_python(lock: str) -> Report:
    """pip-audit on a lock, which it reads and does not install."""
    command = [sys.executable, "-m", "pip_audit", "-r", str(REQUIREMENTS / lock), "-f", "json"]
    command += ["--require-hashes", "--disable-pip", "--progress-spinner", "off"]
    done = subprocess.run(command, capture_output=True, text=True)
    return read_python(done.stdout, lock)


def ask_npm() -> Report:
    command = [shutil.which("npm") or "npm", "audit", "--json", "--prefix", str(ROOT / "tools")]
    done = subprocess.run(command, capture_output=True, text=True)
    return read_npm(done.stdout)


def read_python(output: str, lock: str) -> Report:
    """A package that the service does not know is skipped by pip-audit, which then finds nothing."""
    packages = _json(output).get("dependencies")
    if packages is None:
        return Report([], [lock])
    known = []
    for package in packages:
        for fault in package.get("vulns", []):
            mended = ", ".join(fault.get("fix_versions", []))
            end = f"rättad i {mended}" if mended else "inte rättad än"
            known.append(f"{package['name']} {package['version']}: {fault['id']}, {end}")
    return Report(known, [each["name"] for each in packages if "skip_reason" in each])


def read_npm(output: str) -> Report:
    faults = _json(output).get("vulnerabilities")
    if faults is None:
        return Report([], ["npm"])
    return Report(
        [f"{name} {each['range']}: {each['severity']}" for name, each in faults.items()], []
    )


def _json(output: str) -> dict[str, Any]:
    try:
        read = json.loads(output)
    except ValueError:
        return {}
    return read if isinstance(read, dict) else {}


if __name__ == "__main__":
    sys.exit(main())
