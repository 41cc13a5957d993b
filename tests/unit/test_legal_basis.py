"""Each milestone's law, written from the table of the facts (1.0) and not from the rule files."""

import re

import pytest
from ask import Json, ask, by_id

LEGAL_BASIS = {
    "sick_pay_first_day": ["SjLL 6 §", "SjLL 7 §"],
    "certificate_required": ["SFB 27 kap. 25 §", "SjLL 8 § andra stycket"],
    "sick_pay_last_day": ["SjLL 7 §"],
    "benefit_first_day": ["SFB 27 kap. 9 §"],
    "employer_report_deadline": ["SjLL 12 §"],
    "return_plan_deadline": ["SFB 30 kap. 6 §"],
    "team_review": ["Lagen (2019:1297) om koordineringsinsatser för sjukskrivna patienter"],
    "chain_step_2": ["SFB 27 kap. 47 §"],
    "chain_step_3": ["SFB 27 kap. 48 §"],
    "chain_step_4": ["SFB 27 kap. 49 §"],
    "special_reasons_horizon": ["SFB 27 kap. 48 §", "SFB 27 kap. 49 §"],
    "normal_level_last_day": ["SFB 27 kap. 21 §", "SFB 27 kap. 22 §", "SFB 27 kap. 23 §"],
    "continuation_level_first_day": ["SFB 27 kap. 24 §"],
}
DATED: Json = {"as_of": "2026-11-21"}
# some milestones do not apply
SPARSE: Json = {"as_of": "2026-03-10", "serious_illness": True, "expected_days": 10}
SPARSE |= {"settings": {"team_review_day": None}}


def _result(more: Json) -> Json:
    return ask(("2026-03-02", None), **more)


def test_all_thirteen_are_there_for_an_employee() -> None:
    milestones = _result(DATED)["milestones"]
    assert sorted(milestone["id"] for milestone in milestones) == sorted(LEGAL_BASIS)
    assert all(milestone["date"] for milestone in milestones)


@pytest.mark.parametrize("more", [DATED, SPARSE], ids=["dated", "some not applicable"])
@pytest.mark.parametrize("name", LEGAL_BASIS)
def test_the_law_of_each_milestone(name: str, more: Json) -> None:
    found = by_id(_result(more))[name]
    assert found["legal_basis"] == LEGAL_BASIS[name]
    assert [link["label"] for link in found["links"]] == LEGAL_BASIS[name]
    for link in found["links"]:
        assert re.fullmatch(r"https://[a-z0-9.]+/[^\s{}]+", link["url"])
    assert re.fullmatch(r"20[0-9]{2}-[0-9]{2}-[0-9]{2}", found["checked"])
    assert found["sources"]


@pytest.mark.parametrize("name", LEGAL_BASIS)
def test_every_milestone_says_what_and_why(name: str) -> None:
    found = by_id(_result(DATED))[name]
    assert found["title"]
    assert found["why"].endswith(".")
    assert all(text.endswith(".") for text in found["exceptions"] + found["reservations"])


def test_the_law_is_told_also_where_the_milestone_does_not_apply() -> None:
    """The sparse case is without just those it was made to be without."""
    milestones = _result(SPARSE)["milestones"]
    without = {m["id"] for m in milestones if m["status"] == "not_applicable"}
    assert without == {
        "normal_level_last_day",
        "continuation_level_first_day",
        "return_plan_deadline",
        "team_review",
    }


@pytest.mark.parametrize(
    ("label", "url"),
    [
        ("SFB 27 kap. 47 §", "https://lagen.nu/2010:110#K27P47"),
        ("SFB 30 kap. 6 §", "https://lagen.nu/2010:110#K30P6"),
        ("SjLL 12 §", "https://lagen.nu/1991:1047#P12"),
    ],
)
def test_a_link_leads_to_its_own_section(label: str, url: str) -> None:
    links = [link for milestone in _result(DATED)["milestones"] for link in milestone["links"]]
    assert {link["url"] for link in links if link["label"] == label} == {url}
