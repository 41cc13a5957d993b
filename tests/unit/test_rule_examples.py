"""The examples in the rule files are the documentation, and each of them is a test."""

from typing import Any

import pytest
from ask import by_id, computed
from sjukskrivning.rules import rules

from tools.build.rules import RULES
from tools.build.strict_yaml import load

FILES = {path.stem: load(path)[0] for path in sorted((RULES / "milestones").glob("*.yml"))}
EXAMPLES = [
    pytest.param(name, example, id=f"{name}: {example['source']}")
    for name, rule in FILES.items()
    for example in rule["examples"]
]


def test_every_milestone_has_an_example() -> None:
    assert {param.values[0] for param in EXAMPLES} == {rule["id"] for rule in rules()["milestones"]}


@pytest.mark.parametrize(("name", "example"), EXAMPLES)
def test_the_example_holds(name: str, example: dict[str, Any]) -> None:
    given = {"occupation": "employed"} | example["case"]
    given["periods"] = [{"degree": 100} | period for period in given["periods"]]
    found = by_id(computed(given))[name]
    assert {key: found[key] for key in ("day", "date", "status")} == example["expect"]
