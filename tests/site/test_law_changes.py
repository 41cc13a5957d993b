"""Changes of the law: those that hold, and those that are decided but not in force yet."""

import copy

import pytest
from sjukskrivning import rules

from macros import limits


def test_without_a_coming_change_it_is_said_that_none_was_found() -> None:
    html = limits.law_changes()
    assert "inga ändringar har hittats (kontrollerat 21 november 2026)" in html
    assert "1 september 2022" in html
    assert "SFB 27 kap. 8 a §" in html


def test_a_decided_change_is_shown_with_its_date(monkeypatch: pytest.MonkeyPatch) -> None:
    changed = copy.deepcopy(rules.rules())
    change = {
        **changed["changes"][0],
        "from": "2199-01-01",
        "text": "Provändringen träder i kraft.",
    }
    changed["changes"].append(change)
    monkeypatch.setattr(limits.rules, "rules", lambda: changed)
    html = limits.law_changes()
    past, coming = html.split("Beslutat men inte i kraft")
    assert "Från 1 januari 2199: Provändringen" in coming
    assert "Provändringen" not in past
    assert "inga ändringar har hittats" not in html
