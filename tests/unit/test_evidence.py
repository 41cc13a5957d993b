"""The evidence page: nothing on it that no test run has said, and a failed or missing part is shown."""

import json
from pathlib import Path

import pytest

from macros import accessibility
from macros import evidence as page
from tools.build import evidence
from tools.build.strict_yaml import read

JUNIT = """<?xml version="1.0" encoding="utf-8"?><testsuites><testsuite name="pytest">
<testcase classname="tests.browser.test_privacy" name="test_a[x]" time="1"/>
<testcase classname="tests.browser.test_privacy" name="test_b"><failure message="no">no</failure></testcase>
<testcase classname="tests.browser.test_privacy.Group" name="test_c"><error message="no">no</error></testcase>
<testcase classname="tests.browser.test_lighthouse" name="test_e"><properties><property name="Lighthouse seo /" value="97"/></properties></testcase>
<testcase classname="tests.unit.test_of_nothing_known" name="test_d"><skipped message="no"/></testcase>
</testsuite></testsuites>"""


def found_in(folder: Path, monkeypatch: pytest.MonkeyPatch) -> str:
    (folder / "Alla prov.xml").write_text(JUNIT, "utf-8")
    found = evidence.results(folder, {"ruff": True, "mypy": False, "not_run": ["caddy"]})
    (folder / "results.json").write_text(json.dumps(found), "utf-8")
    monkeypatch.setenv("RESULTS", str(folder / "results.json"))
    return page.evidence()


def test_outcomes_are_counted_by_file(tmp_path: Path) -> None:
    (tmp_path / "run.xml").write_text(JUNIT, "utf-8")
    assert evidence.run_of(tmp_path / "run.xml") == {
        "privacy": {"passed": 1, "failed": 2},
        "lighthouse": {"passed": 1},
        "of_nothing_known": {"skipped": 1},
    }


def test_what_failed_or_was_left_out_is_said(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    html = found_in(tmp_path, monkeypatch)
    assert "2 av 4 prov gick inte igenom" in html
    assert "Lighthouse seo /</span>: 97" in html
    assert "1 hoppades över" in html
    assert '<span lang="en">mypy</span>: gick inte igenom' in html
    assert "Kördes inte:</strong> caddy" in html
    assert page.OTHERS in html  # a test of no area is counted all the same


def test_without_results_the_page_says_so(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("RESULTS", raising=False)
    html = page.evidence()
    assert "inget testresultat" in html
    assert "<table" not in html


def test_every_area_has_tests_and_every_test_an_area_at_most() -> None:
    areas = read(list[page.Area], page.DATA / "evidence.yml", "evidence.yml")[0]
    listed = [test for area in areas for test in area.tests]
    there = {
        file.stem.removeprefix("test_") for file in Path(__file__).parents[1].rglob("test_*.py")
    }
    assert len(listed) == len(set(listed))
    assert set(listed) <= there


def statement(*parts: str) -> str:
    return "".join(
        accessibility.accessibility(part) for part in parts or ("standing", "faults", "tests")
    )


def test_the_accessibility_statement_says_what_is_known_and_found(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    found_in(tmp_path, monkeypatch)
    html = statement()
    assert "delvis förenlig" in html
    assert all(each.what in html for each in accessibility.known().faults)
    assert "<td>1</td><td>0</td>" in html  # Lighthouse
    assert "kördes inte" in html  # the others
    assert "inget testresultat" not in html


def test_without_results_the_statement_says_so(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("RESULTS", raising=False)
    assert "inget testresultat" in statement("tests")


@pytest.mark.parametrize(
    ("failing", "standing"), [(False, "helt förenlig"), (True, "delvis förenlig")]
)
def test_the_standing_follows_faults_and_tests(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, failing: bool, standing: str
) -> None:
    data = accessibility.known()
    monkeypatch.setattr(accessibility, "known", lambda: data.model_copy(update={"faults": []}))
    junit = JUNIT.replace("test_privacy", "test_accessibility") if failing else JUNIT
    (tmp_path / "Alla prov.xml").write_text(junit, "utf-8")
    found = json.dumps(evidence.results(tmp_path, {}))
    (tmp_path / "results.json").write_text(found, "utf-8")
    monkeypatch.setenv("RESULTS", str(tmp_path / "results.json"))
    assert standing in statement("standing")
    assert ("2 av 4 prov" in statement("faults")) == failing


def test_the_tests_it_rests_on_are_there() -> None:
    there = {
        file.stem.removeprefix("test_") for file in Path(__file__).parents[1].rglob("test_*.py")
    }
    assert {test for area in accessibility.known().tests for test in area.tests} <= there
