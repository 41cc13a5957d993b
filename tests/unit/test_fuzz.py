"""A short run of the bench's fuzzing, so that it goes on finding what it is for."""

import random

import pytest

from tests.bench import fuzz


@pytest.mark.parametrize("part", fuzz.PARTS)
def test_nothing_but_results_and_named_errors(part: str) -> None:
    chance = random.Random(2026)
    for _ in range(150):
        fuzz.PARTS[part](chance)


def test_an_error_without_a_name_is_found(monkeypatch: pytest.MonkeyPatch) -> None:
    unnamed = '{"errors": [{"field": "", "code": "", "message": "Fel."}]}'
    monkeypatch.setattr(fuzz, "answer", lambda *_: (False, unnamed))
    with pytest.raises(AssertionError):
        fuzz.tell("dfa", "{}", "json")


def test_every_part_has_its_turn(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(fuzz, "AT_ONCE", 1)
    assert [fuzz.batch(seed)[0] for seed in range(len(fuzz.PARTS))] == [*fuzz.PARTS]
