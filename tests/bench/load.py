"""How many readers one small server bears: nginx as the build configures it, wrk beside it on the same cores.

Both run on this machine alone, for a few seconds each. The figures belong to the machine.
"""

from __future__ import annotations

import re
import shutil
import subprocess
import tempfile
from pathlib import Path
from typing import Any

from tests import servers
from tests.conftest import SERVER, SITE

SECONDS = 5
CONNECTIONS = 16
MILLISECONDS = {"us": 0.001, "ms": 1, "s": 1000}


def load() -> dict[str, Any] | None:
    """Requests a second and the time that 99 of 100 get their answer in; None where a program is missing."""
    if not (shutil.which("wrk") and shutil.which(servers.nginx_program())):
        return None
    brotli = servers.brotli_module() is not None
    runtime = max(SITE.glob("assets/**/*.wasm"), key=lambda file: file.stat().st_size)
    paths = {
        "startsidan": "",
        "en riktlinje": "riktlinjer/processen/",
        "körmiljön": runtime.relative_to(SITE).as_posix(),
    }
    with (
        tempfile.TemporaryDirectory() as folder,
        servers.nginx_with(Path(folder), SITE, SERVER / "nginx.conf", brotli=brotli) as address,
    ):
        coding = "br" if brotli else "gzip"
        return {
            "seconds": SECONDS,
            "connections": CONNECTIONS,
            "coding": coding,
            "paths": {name: measure(address + path, coding) for name, path in paths.items()},
        }


def measure(address: str, coding: str) -> dict[str, float]:
    size = len(servers.ask(address, "", accept_encoding=coding).body)
    command = ["wrk", "-t", "1", "-c", str(CONNECTIONS), "-d", f"{SECONDS}s", "--latency"]
    done = subprocess.run(
        [*command, "-H", f"Accept-Encoding: {coding}", address],
        capture_output=True,
        text=True,
        check=True,
        timeout=SECONDS * 6,
    )
    return {"bytes": size, **read(done.stdout)}


def read(output: str) -> dict[str, float]:
    """wrk's own table. Raises ValueError where an answer was not what it should be."""
    if re.search(r"Non-2xx|Socket errors", output):
        raise ValueError(output)
    rate = re.search(r"Requests/sec:\s+([\d.]+)", output)
    slow = re.search(r"99%\s+([\d.]+)(us|ms|s)\b", output)
    if not (rate and slow):
        raise ValueError(output)
    return {
        "requests_per_second": round(float(rate[1])),
        "p99_ms": round(float(slow[1]) * MILLISECONDS[slow[2]], 2),
    }


def show(results: dict[str, Any] | None) -> None:
    if results is None:
        print("belastning: nginx eller wrk saknas, så den är inte mätt")
        return
    print(
        f"\nbelastning, nginx på samma kärnor: {results['connections']} förbindelser i "
        f"{results['seconds']} s, {results['coding']}"
    )
    print(f"  {'':22}{'kB':>10}{'svar/s':>10}{'p99, ms':>10}")
    for name, each in results["paths"].items():
        size = round(each["bytes"] / 1000)
        print(f"  {name:22}{size:>10}{each['requests_per_second']:>10}{each['p99_ms']:>10}")
