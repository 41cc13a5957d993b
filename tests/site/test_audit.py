"""What tools/build/audit.py makes of the services' answers; the services themselves are asked by hand."""

import json

from tools.build.audit import Report, read_npm, read_python

FAULT = {"id": "PYSEC-2099-1", "fix_versions": ["2.0"], "aliases": [], "description": "…"}


def test_a_known_fault_is_told_with_the_version_that_mends_it() -> None:
    packages = [
        {"name": "sound", "version": "1.0", "vulns": []},
        {"name": "faulty", "version": "1.0", "vulns": [FAULT, {**FAULT, "fix_versions": []}]},
    ]
    report = read_python(json.dumps({"dependencies": packages, "fixes": []}), "build.txt")
    assert report.known == [
        "faulty 1.0: PYSEC-2099-1, rättad i 2.0",
        "faulty 1.0: PYSEC-2099-1, inte rättad än",
    ]
    assert report.unanswered == []


def test_a_package_that_nobody_knows_is_not_called_sound() -> None:
    skipped = {"name": "unknown", "skip_reason": "Dependency not found on PyPI"}
    report = read_python(json.dumps({"dependencies": [skipped], "fixes": []}), "build.txt")
    assert report == Report([], ["unknown"])


def test_no_answer_is_no_answer() -> None:
    assert read_python("", "build.txt") == Report([], ["build.txt"])
    assert read_python("[]", "build.txt") == Report([], ["build.txt"])
    assert read_npm("") == Report([], ["npm"])
    assert read_npm('{"message": "405 Method Not Allowed"}') == Report([], ["npm"])


def test_npm_tells_the_range_and_how_bad_it_is() -> None:
    fault = {"name": "axios", "severity": "high", "range": "<1.0.0", "via": [], "nodes": []}
    assert read_npm(json.dumps({"vulnerabilities": {"axios": fault}})).known == [
        "axios <1.0.0: high"
    ]
    assert read_npm('{"vulnerabilities": {}}') == Report([], [])
