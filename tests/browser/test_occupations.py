"""Each occupation in the form; lists, undo and the arrow keys."""

import pytest
from playwright.sync_api import Page, expect

START = "Från och med"

# the interface's table for 2026-03-02, ongoing: what is dated, and on which day
DATED = {
    "Anställd": {"benefit_first_day": "2026-03-16", "chain_step_2": "2026-05-31"},
    "Behovsanställd": {"benefit_first_day": "2026-03-16", "chain_step_2": "2026-05-31"},
    "Egenföretagare": {"benefit_first_day": "2026-03-09", "chain_step_3": "2026-08-29"},
    "Arbetslös": {"benefit_first_day": "2026-03-02", "normal_level_last_day": "2027-03-01"},
    "Föräldraledig": {"benefit_first_day": "2026-03-02", "certificate_required": "2026-03-09"},
    "Studerande": {"certificate_required": "2026-03-16", "team_review": "2026-04-01"},
}
NOT = {
    "Anställd": [],
    "Behovsanställd": ["chain_step_3", "chain_step_4", "special_reasons_horizon"],
    "Egenföretagare": ["sick_pay_first_day", "return_plan_deadline", "chain_step_2"],
    "Arbetslös": ["sick_pay_last_day", "employer_report_deadline", "chain_step_2", "chain_step_4"],
    "Föräldraledig": ["sick_pay_last_day", "return_plan_deadline", "chain_step_3"],
    "Studerande": ["benefit_first_day", "chain_step_2", "normal_level_last_day"],
}


@pytest.mark.parametrize("occupation", DATED)
def test_each_occupation_has_its_own_milestones(same_tool: Page, occupation: str) -> None:
    same_tool.get_by_label("Sysselsättning").select_option(label=occupation)
    same_tool.get_by_label(START).fill("260302")
    for milestone, date in DATED[occupation].items():
        shown = same_tool.locator(f"tr[data-id={milestone}] time")
        expect(shown).to_have_attribute("datetime", date)
    for milestone in NOT[occupation]:
        expect(same_tool.locator(f"tr[data-id={milestone}]")).to_contain_text("Gäller inte")


def test_the_waiting_period_is_the_self_employeds(same_tool: Page) -> None:
    waiting = same_tool.locator("[name=waiting_days]")
    expect(waiting).to_be_hidden()
    same_tool.get_by_label("Sysselsättning").select_option(label="Egenföretagare")
    expect(waiting).to_be_visible()
    expect(waiting).to_have_value("7")
    same_tool.get_by_label(START).fill("260302")
    waiting.select_option("30")
    shown = same_tool.locator("tr[data-id=benefit_first_day] time")
    expect(shown).to_have_attribute("datetime", "2026-04-01")
    same_tool.get_by_label("Sysselsättning").select_option(label="Anställd")
    expect(waiting).to_be_hidden()
    expect(same_tool.locator("[data-code=key-not-applicable]")).to_have_count(0)


def test_a_list_is_pasted(same_tool: Page) -> None:
    same_tool.get_by_text("Klistra in flera perioder").click()
    area = same_tool.get_by_label("En period på varje rad")
    area.fill("Start\tSlut\tGrad\n2026-03-02\t2026-03-31\t100\n260401;2026-04-30;50 %\n1/5\t\t25")
    same_tool.get_by_role("button", name="Läs in listan").click()
    expect(same_tool.locator("fieldset.period")).to_have_count(3)
    second = same_tool.get_by_role("group", name="Period 2")
    expect(second.get_by_label(START)).to_have_value("2026-04-01")
    expect(second.get_by_label("Grad")).to_have_value("50")
    expect(same_tool.locator(".echo").nth(2)).to_have_text("fredag 1 maj 2026 – pågår")
    expect(same_tool.locator("table.milestones")).to_be_visible()


def test_faults_of_a_list_name_their_lines_and_the_list_stays(same_tool: Page) -> None:
    same_tool.get_by_text("Klistra in flera perioder").click()
    area = same_tool.get_by_label("En period på varje rad")
    area.fill("2026-03-02 2026-03-31 100\n2026-02-30 2026-04-30 100\n2026-05-01 2026-05-31 60")
    same_tool.get_by_role("button", name="Läs in listan").click()
    faults = same_tool.locator(".paste .faults li")
    expect(faults).to_have_count(2)
    expect(faults.nth(0)).to_contain_text("Rad 2")
    expect(faults.nth(1)).to_contain_text("Rad 3")
    expect(area).to_have_value(
        "2026-03-02 2026-03-31 100\n2026-02-30 2026-04-30 100\n2026-05-01 2026-05-31 60"
    )
    expect(same_tool.locator("fieldset.period")).to_have_count(1)


def test_a_removed_period_can_be_had_back(same_tool: Page) -> None:
    same_tool.get_by_label(START).fill("260302")
    same_tool.get_by_role("button", name="Lägg till period").click()
    same_tool.get_by_role("group", name="Period 2").get_by_label(START).fill("260801")
    undo = same_tool.get_by_role("button", name="Ångra borttagningen")
    expect(undo).to_be_hidden()
    same_tool.get_by_role("button", name="Ta bort period 1").click()
    expect(same_tool.locator("fieldset.period")).to_have_count(1)
    undo.click()
    first = same_tool.get_by_role("group", name="Period 1").get_by_label(START)
    expect(first).to_have_value("260302")
    expect(first).to_be_focused()
    expect(undo).to_be_hidden()


def test_the_arrow_keys_move_a_date(same_tool: Page) -> None:
    start = same_tool.get_by_label(START)
    start.fill("2/3 2026")
    expect(same_tool.locator("table.milestones")).to_be_visible()
    start.press("ArrowUp")
    expect(start).to_have_value("2026-03-03")
    start.press("ArrowDown")
    start.press("ArrowDown")
    expect(start).to_have_value("2026-03-01")
    start.press("Shift+ArrowUp")
    expect(start).to_have_value("2026-03-08")
    expect(same_tool.locator("tr[data-id=certificate_required] time")).to_have_attribute(
        "datetime", "2026-03-15"
    )


def test_a_change_of_the_law_is_named(same_tool: Page) -> None:
    same_tool.get_by_label(START).fill("2026-02-02")
    same_tool.get_by_label("Till och med").fill("2026-04-30")
    expect(same_tool.locator("[data-code=rule-changed]")).to_contain_text("1 mars 2026")
    same_tool.get_by_label(START).fill("2026-03-01")
    expect(same_tool.locator("[data-code=rule-changed]")).to_have_count(0)


def test_what_an_exception_means_is_told_and_changes_nothing(same_tool: Page) -> None:
    same_tool.get_by_label(START).fill("260302")
    expect(same_tool.locator("table.milestones")).to_be_visible()
    before = same_tool.locator("table.milestones").inner_text()
    same_tool.get_by_text("Nedsättningen beror på en arbetsskada?").click()
    expect(same_tool.locator("#om-work-injury")).to_contain_text("Det ändrar inget datum")
    assert same_tool.locator("table.milestones").inner_text() == before
