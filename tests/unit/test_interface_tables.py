"""Every row of the two tables of interfaces.md, for every occupation, for day 1 = 2026-03-02."""

import json
from datetime import date, timedelta

import pytest
from sjukskrivning.call import answer

FIRST = date(2026, 3, 2)
WAITING = 30  # so that the self-employed's day is not anybody else's
OCCUPATIONS = (
    *("employed", "on_demand", "self_employed", "unemployed", "parental_leave", "student"),
)

# id -> count, and the day by occupation in the order above; None = not applicable
TABLE: dict[str, tuple[str, tuple[int | None, ...]]] = {
    "sick_pay_first_day": ("sick_pay", (1, 1, None, None, None, None)),
    "certificate_required": ("period", (8, 8, 8, 8, 8, 15)),
    "sick_pay_last_day": ("sick_pay", (14, 14, None, None, None, None)),
    "benefit_first_day": ("sick_pay", (15, 15, WAITING + 1, 1, 1, None)),
    "employer_report_deadline": ("sick_pay", (21, 21, None, None, None, None)),
    "return_plan_deadline": ("period", (30, 30, None, None, None, None)),
    "team_review": ("period", (31, 31, 31, 31, 31, 31)),
    "chain_step_2": ("chain", (91, 91, None, None, None, None)),
    "chain_step_3": ("chain", (181, None, 181, None, None, None)),
    "chain_step_4": ("chain", (366, None, 366, None, None, None)),
    "special_reasons_horizon": ("chain", (550, None, 550, None, None, None)),
}
# the levels: the day of the case on which normal level ends
LAST_NORMAL = (365, 365, WAITING + 364, 365, 365, None)


def milestones(occupation: str) -> dict[str, dict]:
    case = {
        "occupation": occupation,
        "periods": [{"start": FIRST.isoformat(), "end": None}],
        "as_of": "2026-11-21",
        "settings": {"team_review_day": 31},
    }
    if occupation == "self_employed":
        case["waiting_days"] = WAITING
    ok, text = answer("milestones", json.dumps(case))
    assert ok, text
    return {milestone["id"]: milestone for milestone in json.loads(text)["milestones"]}


@pytest.mark.parametrize("occupation", OCCUPATIONS)
@pytest.mark.parametrize("milestone", TABLE)
def test_a_row_for_an_occupation(milestone: str, occupation: str) -> None:
    count, days = TABLE[milestone]
    day = days[OCCUPATIONS.index(occupation)]
    found = milestones(occupation)[milestone]
    assert found["count"] == count
    assert found["day"] == day
    if day is None:
        assert (found["date"], found["status"]) == (None, "not_applicable")
        assert found["why"].endswith(".")
    else:
        assert found["date"] == (FIRST + timedelta(days=day - 1)).isoformat()
        assert found["links"] or milestone == "team_review"


@pytest.mark.parametrize(("occupation", "last"), list(zip(OCCUPATIONS, LAST_NORMAL, strict=True)))
def test_the_levels_for_an_occupation(occupation: str, last: int | None) -> None:
    found = milestones(occupation)
    normal, beyond = found["normal_level_last_day"], found["continuation_level_first_day"]
    if last is None:
        assert normal["status"] == beyond["status"] == "not_applicable"
        return
    assert (normal["day"], normal["date"]) == (364, (FIRST + timedelta(days=last - 1)).isoformat())
    assert (beyond["day"], beyond["date"]) == (365, (FIRST + timedelta(days=last)).isoformat())


@pytest.mark.parametrize("occupation", OCCUPATIONS)
def test_no_milestone_beside_the_table(occupation: str) -> None:
    levels = {"normal_level_last_day", "continuation_level_first_day"}
    assert set(milestones(occupation)) == {*TABLE, *levels}


@pytest.mark.parametrize(
    ("waiting", "free_days", "joined"),
    [(1, 4, True), (1, 5, False), (7, 4, True), (7, 5, False)]
    + [(days, 19, True) for days in (14, 30, 60, 90)]
    + [(days, 20, False) for days in (14, 30, 60, 90)],
)
def test_a_long_waiting_period_has_a_long_relapse(
    waiting: int, free_days: int, joined: bool
) -> None:
    second = date(2026, 3, 11) + timedelta(days=free_days + 1)
    case = {
        "occupation": "self_employed",
        "waiting_days": waiting,
        "as_of": second.isoformat(),
        "periods": [
            {"start": "2026-03-02", "end": "2026-03-11"},
            {"start": second.isoformat(), "end": None},
        ],
    }
    ok, text = answer("milestones", json.dumps(case))
    assert ok
    found = {m["id"]: m for m in json.loads(text)["milestones"]}["benefit_first_day"]
    left = waiting - 10 if joined else waiting  # ten days of the first spell are served
    expected = second + timedelta(days=left) if left >= 0 else date(2026, 3, 2 + waiting)
    assert found["date"] == expected.isoformat()


def test_a_student_is_not_told_of_relapses() -> None:
    case = {
        "occupation": "student",
        "periods": [
            {"start": "2026-03-02", "end": "2026-03-11"},
            {"start": "2026-03-16", "end": None},
        ],
    }
    ok, text = answer("milestones", json.dumps(case))
    assert ok
    assert "relapse-boundary" not in {w["code"] for w in json.loads(text)["warnings"]}


@pytest.mark.parametrize(
    ("start", "end", "changes"),
    [
        ("2022-09-01", "2022-12-31", 0),
        ("2022-08-31", "2022-09-01", 1),
        ("2022-08-01", "2022-08-31", 0),
        ("2022-08-01", "2026-03-01", 3),
        ("2026-02-28", "2026-02-28", 0),
    ],
)
def test_a_case_that_straddles_a_change_is_told(start: str, end: str, changes: int) -> None:
    case = {"occupation": "employed", "periods": [{"start": start, "end": end}], "as_of": end}
    ok, text = answer("milestones", json.dumps(case))
    assert ok
    codes = [warning["code"] for warning in json.loads(text)["warnings"]]
    assert codes.count("rule-changed") == changes


DATED = [
    (milestone, occupation, days[index])
    for milestone, (_, days) in TABLE.items()
    for index, occupation in enumerate(OCCUPATIONS)
    if days[index] is not None
]


@pytest.mark.parametrize(("milestone", "occupation", "day"), DATED)
def test_both_sides_of_each_boundary(milestone: str, occupation: str, day: int) -> None:
    """The day before, the day and the day after; and a sick leave that ends just before or just then."""

    def status(as_of: date, end: date | None) -> str:
        case = {
            "occupation": occupation,
            "periods": [{"start": FIRST.isoformat(), "end": end and end.isoformat()}],
            "as_of": as_of.isoformat(),
            "settings": {"team_review_day": 31},
            **({"waiting_days": WAITING} if occupation == "self_employed" else {}),
        }
        ok, text = answer("milestones", json.dumps(case))
        assert ok, text
        return {m["id"]: m["status"] for m in json.loads(text)["milestones"]}[milestone]

    when = FIRST + timedelta(days=day - 1)
    one = timedelta(days=1)
    assert [status(when + step, None) for step in (-one, 0 * one, one)] == [
        *("upcoming", "today", "passed"),
    ]
    # the employer's duty hangs on the fifteenth sick day, not on the deadline
    last_needed = FIRST + timedelta(days=14) if milestone == "employer_report_deadline" else when
    assert status(when + one, last_needed) == "passed"
    if last_needed > FIRST:
        assert status(when + one, last_needed - one) == "not_reached"


# where an occupation's place in the law is another than the employee's
OWN_LAW = {
    ("certificate_required", "self_employed"): ["SFB 27 kap. 25 §"],
    ("certificate_required", "unemployed"): ["SFB 27 kap. 25 §"],
    ("certificate_required", "parental_leave"): ["SFB 27 kap. 25 §"],
    ("certificate_required", "on_demand"): ["SFB 27 kap. 25 §", "SjLL 8 § andra stycket"],
    ("benefit_first_day", "on_demand"): ["SFB 27 kap. 9 §"],
    ("benefit_first_day", "self_employed"): [
        "SFB 27 kap. 27 a §",
        "SFB 27 kap. 29 §",
        "SFB 27 kap. 30 §",
    ],
    ("benefit_first_day", "unemployed"): ["SFB 27 kap. 9 §", "SFB 27 kap. 27 §"],
    ("benefit_first_day", "parental_leave"): ["SFB 27 kap. 9 §", "SFB 27 kap. 27 §"],
    ("chain_step_2", "on_demand"): ["SFB 27 kap. 49 b §"],
    ("chain_step_3", "self_employed"): ["SFB 27 kap. 48 §"],
    ("chain_step_4", "self_employed"): ["SFB 27 kap. 49 §"],
}


@pytest.mark.parametrize(("milestone", "occupation"), OWN_LAW)
def test_the_law_of_an_occupation(milestone: str, occupation: str) -> None:
    found = milestones(occupation)[milestone]
    assert found["legal_basis"] == OWN_LAW[milestone, occupation]
    assert [link["label"] for link in found["links"]] == found["legal_basis"]
    assert all(link["url"].startswith("https://") for link in found["links"])


def test_where_a_source_is_missing_the_self_employed_are_told() -> None:
    """Osäkert 19: whether the exceptions hold for them was not confirmed anywhere."""
    for milestone in ("chain_step_3", "chain_step_4", "special_reasons_horizon"):
        reservations = " ".join(milestones("self_employed")[milestone]["reservations"])
        assert "har inte kunnat bekräftas" in reservations
