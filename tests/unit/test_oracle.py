"""The engine against an oracle that was written by someone else, day by day, from the interface."""

import json

from hypothesis import HealthCheck, given, settings
from oracle import oracle
from sjukskrivning.call import answer
from strategies import any_json, cases

THOROUGH = settings(
    max_examples=10_000, deadline=None, suppress_health_check=list(HealthCheck), derandomize=True
)


@THOROUGH
@given(cases())
def test_the_engine_equals_a_count_day_by_day(case: dict) -> None:
    ok, text = answer("milestones", json.dumps(case))
    assert ok, text
    result = json.loads(text)
    milestones = {
        m["id"]: {k: m[k] for k in ("day", "date", "status")} for m in result["milestones"]
    }
    expected = oracle(case)
    assert result["chain_day"] == expected["chain_day"]
    assert result["case_days"] == expected["case_days"]
    assert [{"start": c["start"], "days": c["days"]} for c in result["chains"]] == expected[
        "chains"
    ]
    assert milestones == expected["milestones"]


@settings(max_examples=3_000, deadline=None, suppress_health_check=list(HealthCheck))
@given(any_json())
def test_any_json_gives_a_result_or_the_error_object(value: object) -> None:
    for tool in ("milestones", "periods"):
        ok, text = answer(tool, json.dumps(value))
        text.encode("utf-8")
        answered = json.loads(text)
        if ok:
            assert "errors" not in answered
        else:
            assert answered["errors"]
            for fault in answered["errors"]:
                assert set(fault) == {"field", "code", "message"}
                assert fault["message"].strip()
