"""A milestone is one YAML file: it appears in the calculator, on the page, in the tree, in the search."""

import json
import shutil
from pathlib import Path

import pytest
from sjukskrivning import rules
from sjukskrivning.call import answer

from tests.conftest import ROOT
from tests.site.test_build_faults import CONFIG, HEAD
from tools.build.rules import RULES, compile_rules
from tools.build.site import build_pages

ENTRY = """
id: {id}
title: Provstolpen att hitta
count: chain
not_applicable: Gäller bara i provet.
versions:
  - from: "2022-02-01"
    day: {{employed: 45, unemployed: 46}}
    why: Därför att provet säger det.
    exceptions: []
    reservations: []
    legal_basis:
      - {{law: SFB, chapter: 27, section: "46"}}
    sources: [SFB]
    checked: "2026-11-21"
examples:
  - source: Egen uträkning
    case: {{periods: [{{start: "2026-03-02", end: null}}], as_of: "2026-11-21"}}
    expect: {{day: 45, date: "2026-04-15", status: passed}}
"""


@pytest.fixture
def one_more_rule(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The real rules and one file more, compiled to where the computing package then reads."""
    folder = tmp_path / "rules"
    shutil.copytree(RULES, folder)
    (folder / "milestones/probe.yml").write_text(ENTRY.format(id="probe"), "utf-8")
    package = tmp_path / "package"
    (package / "generated").mkdir(parents=True)
    data = {"region": "prov", "settings": {"team_review_day": 31}, **compile_rules(folder)}
    (package / "generated/milestones.json").write_text(json.dumps(data), "utf-8")
    rules.rules.cache_clear()
    monkeypatch.setattr(rules, "files", lambda _: package)


@pytest.fixture(autouse=True)
def _forget_afterwards() -> object:
    yield
    rules.rules.cache_clear()


@pytest.mark.usefixtures("one_more_rule")
def test_one_file_is_enough(tmp_path: Path) -> None:
    for occupation, date in (("employed", "2026-04-15"), ("unemployed", "2026-04-16")):
        case = {"occupation": occupation, "periods": [{"start": "2026-03-02", "end": None}]}
        ok, text = answer("milestones", json.dumps(case))
        assert ok
        found = {m["id"]: m for m in json.loads(text)["milestones"]}
        assert found["probe"]["date"] == date
        assert found["probe"]["legal_basis"] == ["SFB 27 kap. 46 §"]
    assert "Provstolpen" in answer("milestones", json.dumps(case), "text")[1]

    (tmp_path / "macros").symlink_to(ROOT / "macros")
    config = CONFIG.replace("plugins:\n", "plugins:\n  - search\n")
    (tmp_path / "mkdocs.yml").write_text(config, "utf-8")
    (tmp_path / "docs").mkdir()
    page = (
        HEAD
        + "{{ time_limits_full() }}\n\n## Träd\n\n{{ rule_tree() }}\n\n{{ time_limit('probe') }}\n"
    )
    (tmp_path / "docs/index.md").write_text(page, "utf-8")
    build_pages(tmp_path / "mkdocs.yml")
    html = (tmp_path / "site/index.html").read_text("utf-8")
    table, tree = html.split('id="trad"')
    assert 'id="grans-probe"' in table
    assert "#K27P46" in table
    assert tree.count('href="#grans-probe">Provstolpen att hitta') == 2  # employed and unemployed
    assert "dag 45" in tree
    index = (tmp_path / "site/search/search_index.json").read_text("utf-8")
    assert "Provstolpen att hitta" in index


def test_it_was_not_there_before(site: Path) -> None:
    assert "Provstolpen" not in (site / "verktyg/tidsgranser/index.html").read_text("utf-8")
