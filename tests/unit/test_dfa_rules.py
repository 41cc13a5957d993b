"""Every remark of the DFA check: its examples trigger it, its other examples do not."""

from typing import Any

import pytest
from sjukskrivning.dfa import dfa
from test_dfa_corpus import ADVICE, GAPS

from tools.build.dfa import RULES, Example, Remark, load_dfa
from tools.build.strict_yaml import Faulty

REMARKS, LEXICONS, AREAS = load_dfa()
CASES = [
    pytest.param(remark, example, wanted, id=f"{remark.code}-{'does' if wanted else 'not'}-{i}")
    for remark in REMARKS.remarks
    for wanted, examples in ((True, remark.triggers), (False, remark.quiet))
    for i, example in enumerate(examples)
]


def whole(remark: Remark, example: Example) -> dict[str, Any]:
    """An example as an input: a text is for the remark's field, keys replace the base's."""
    return REMARKS.base | ({remark.field: example} if isinstance(example, str) else example)


@pytest.mark.parametrize(("remark", "example", "wanted"), CASES)
def test_example(remark: Remark, example: Example, wanted: bool) -> None:
    given = [each["code"] for each in dfa(whole(remark, example))["remarks"]]
    assert (remark.code in given) == wanted, given


def test_base_is_good() -> None:
    assert dfa(REMARKS.base)["remarks"] == []


def test_every_code_of_the_interface_has_its_severity() -> None:
    by_severity: dict[str, set[str]] = {"gap": set(), "advice": set()}
    for remark in REMARKS.remarks:
        by_severity[remark.severity].add(remark.code)
    assert by_severity == {"gap": GAPS, "advice": ADVICE}


def test_five_different_examples_of_each() -> None:
    for remark in REMARKS.remarks:
        for examples in (remark.triggers, remark.quiet):
            assert len({str(example) for example in examples}) >= 5, remark.code


def test_missing_remarks_say_what_was_not_found() -> None:
    for remark in REMARKS.remarks:
        assert remark.message.startswith("Hittade "), remark.code


@pytest.mark.parametrize(
    ("old", "new", "sentence"),
    [
        ("source: FK-7804", "source: FINNS-EJ", "Källan »FINNS-EJ« finns inte"),
        ("words:", "wordz:", "»wordz« är ingen nyckel"),
    ],
)
def test_a_faulty_list_stops_the_build(tmp_path: Any, old: str, new: str, sentence: str) -> None:
    for path in RULES.glob("*.yml"):
        text = path.read_text("utf-8")
        if path.name == "lexicons.yml":
            text = text.replace(old, new, 1)
        (tmp_path / path.name).write_text(text, "utf-8")
    with pytest.raises(Faulty, match=sentence) as raised:
        load_dfa(tmp_path)
    assert all(fault.line for fault in raised.value.faults)
