"""What the forms ask, against what is known of Socialstyrelsen's checklists and of the region's routine."""

import re
from functools import cache
from typing import Any

import pytest
from bs4 import BeautifulSoup, Tag
from sjukskrivning.form_answers import state
from sjukskrivning.form_text import as_text
from sjukskrivning.forms import forms

from tests.conftest import SITE
from tools.build.form_model import Item, Place, in_languages, options_of, walk
from tools.build.forms import load_forms
from tools.build.rules import load_profile, region_id

ASSESSMENT = "forsakringsmedicinsk-bedomning"
PLAN = "sjukskrivning-och-rehabilitering"
FOLLOW_UP = "uppfoljning"
PATIENT = "patientformular"
SETTINGS = {"team_review_day": 31}
STAFF = [ASSESSMENT, PLAN, FOLLOW_UP]

# Each point of the list, in its order, with the questions that stand for it. What is known from the
# checklist itself bears the point's name; the others are read out of the page of the process.
POINTS: dict[str, list[tuple[str | None, list[str]]]] = {
    ASSESSMENT: [
        ("Sjukdom/skada", ["diagnos"]),
        ("FMB", ["beslutsstod"]),
        ("Funktionsnedsättning", ["funktion", "funktion-grad"]),
        ("Aktivitetsbegränsning", ["arbetskrav", "aktivitet", "aktivitet-grad"]),
        ("Oklarheter om F eller A", ["oklart", "oklart-profession"]),
        (None, ["sjukskrivning"]),
        (None, ["insatser"]),
        (None, ["koordinering"]),
        (None, ["dokumentation"]),
    ],
    PLAN: [
        ("Plan i journalen", ["plan", "mal", "insatser"]),
        ("Kunskapsbas", ["kunskap"]),
        ("Återgång i arbete", ["atergang"]),
        ("Koordineringsinsatser", ["koordinering", "koordinering-slag"]),
        ("Samverkan", ["samverkan"]),
    ],
    FOLLOW_UP: [
        (None, ["mal"]),
        (None, ["planen"]),
        (None, ["ansvarig"]),
        (None, ["andra-professioner"]),
        (None, ["ansvaret-kant"]),
        (None, ["ny-bedomning"]),
        (None, ["utvardering"]),
        (None, ["helhet"]),
        (None, ["enligt-plan"]),
        (None, ["orsaker"]),
    ],
}


@cache
def places(form_id: str) -> dict[str, Place]:
    return {place.item.linkId: place for place in walk(load_forms()[form_id].items)}


def questions(form_id: str) -> list[Place]:
    found = places(form_id).values()
    return [place for place in found if place.item.type not in ("group", "display")]


def inherited(place: Place, key: str) -> Any:
    around = [place.item, *reversed(place.above)]
    return next((value for each in around if (value := getattr(each, key))), None)


@cache
def page(form_id: str) -> BeautifulSoup:
    file = SITE / "formular" / form_id / "index.html"
    return BeautifulSoup(file.read_text("utf-8"), "html.parser")


def on_page(form_id: str, link_id: str) -> Tag:
    found = page(form_id).select_one(f'#form [data-item="{link_id}"]')
    assert found is not None, link_id
    return found


@pytest.mark.parametrize("form_id", POINTS)
def test_every_point_is_asked_in_its_order(form_id: str) -> None:
    order = list(places(form_id))
    wanted = [link_id for _, names in POINTS[form_id] for link_id in names]
    assert sorted(wanted, key=order.index) == wanted
    for name, names in POINTS[form_id]:
        for link_id in names:
            basis = inherited(places(form_id)[link_id], "basis")
            assert (basis.item, basis.process is None) == (name, name is not None), link_id
    named = {basis.item for each in questions(form_id) if (basis := inherited(each, "basis")).item}
    assert named == {name for name, _ in POINTS[form_id] if name}


@pytest.mark.parametrize("form_id", STAFF)
def test_every_question_says_what_to_look_at_and_where_to_do_it(form_id: str) -> None:
    for place in questions(form_id):
        assert place.item.help, place.item.linkId
        assert inherited(place, "tool"), place.item.linkId
        assert inherited(place, "source"), place.item.linkId
    pages = {place.item.tool.page for place in places(form_id).values() if place.item.tool}
    assert "verktyg/milstolpar.md" in pages


@pytest.mark.parametrize("form_id", STAFF)
def test_what_is_reconstructed_is_marked_with_a_link_to_the_original(form_id: str) -> None:
    marked = 0
    for place in places(form_id).values():
        item = place.item
        if item.type == "display" or not (item.source or item.basis):
            continue
        basis, source = inherited(place, "basis"), inherited(place, "source")
        if basis is None:  # its questions say it
            continue
        where = on_page(form_id, item.linkId)
        meta = where.select_one(":scope > .meta .basis")
        assert meta is not None, item.linkId
        text = " ".join(meta.get_text().split())
        reconstructed = basis.process is not None and source.startswith("SOS-")
        assert ("Rekonstruerad" in text) == reconstructed, text
        if reconstructed:
            link = meta.select_one("a")
            assert link is not None
            assert str(link["href"]).startswith("https://forsakringsmedicin.socialstyrelsen.se/")
            assert basis.process in link.get_text()
            marked += 1
        elif basis.process:
            assert "ingår inte i checklistan" in text
        elif basis.item:
            assert text == f"Socialstyrelsens checklista: {basis.item}"
    assert marked >= {ASSESSMENT: 4, PLAN: 1, FOLLOW_UP: 4}[form_id]


@pytest.mark.parametrize("form_id", STAFF)
def test_the_page_says_whether_the_list_is_complete(form_id: str) -> None:
    notice = page(form_id).select_one(".notice")
    assert notice is not None
    complete = form_id == PLAN
    assert notice.get_text().startswith(
        "Alla fem punkter finns med." if complete else "Regionens arbetsversion."
    )
    original = notice.select_one("a")
    assert original is not None
    assert "forsakringsmedicin.socialstyrelsen.se" in str(original["href"])
    if not complete:
        assert "Jämför" in notice.get_text()
        assert "med originalet" in notice.get_text()


@pytest.mark.parametrize("form_id", POINTS | {PATIENT: []})
def test_the_page_warns_before_a_file_is_saved_and_wipes_by_the_region_s_clock(
    form_id: str,
) -> None:
    button = page(form_id).select_one("#form-tool .save-file")
    assert button is not None
    around = button.find_parent("details")
    assert around is not None
    warning = " ".join(around.get_text().partition("Spara texten")[0].split())
    assert "innehåller patientuppgifter" in warning
    assert "hamnar bland hämtade filer på den här datorn" in warning
    tool = page(form_id).select_one("#form-tool")
    assert tool is not None
    assert int(str(tool["data-idle-minutes"])) == load_profile(region_id()).idle_minutes


# --- what the answers ask for ---------------------------------------------------------------


def asked(form_id: str, **given: Any) -> list[str]:
    answers = {name.replace("_", "-"): value for name, value in given.items()}
    found: list[str] = state(forms()[form_id], answers)["enabled"]
    return found


@pytest.mark.parametrize("degree", ["25", "50", "75", "100"])
def test_part_time_asks_how_the_hours_are_laid_out(degree: str) -> None:
    found = asked(ASSESSMENT, sjukskrivning="ja", grad=degree, ojamn_arbetstid="ja")
    assert ("ojamn-arbetstid" in found) == (degree != "100")
    assert ("ojamn-arbetstid-skal" in found) == (degree != "100")


def test_more_than_thirty_days_ask_for_consent_first_then_for_the_team() -> None:
    """The region's routine: beyond 30 days, with the patient's consent."""
    order = list(places(PLAN))
    assert order.index("team-samtycke") < order.index("team")
    sick = {"sjukskrivning": "ja"}
    assert "team-samtycke" not in asked(PLAN, **sick, langd=30)
    assert "team-samtycke" in asked(PLAN, **sick, langd=31)
    assert "team" not in asked(PLAN, **sick, langd=31, team_samtycke="nej")
    assert "team" in asked(PLAN, **sick, langd=31, team_samtycke="ja")
    words = " ".join(str(places(PLAN)[name].item.text) for name in ("team-samtycke", "team"))
    assert "Samtycker" in words
    assert "rehabiliteringskoordinatorn" in words


def test_coordination_needs_consent_before_it_is_planned() -> None:
    assert "koordinering-samtycke" in asked(PLAN, koordinering="ja")
    assert "koordinering-slag" not in asked(PLAN, koordinering="ja", koordinering_samtycke="nej")
    assert "koordinering-slag" in asked(PLAN, koordinering="ja", koordinering_samtycke="ja")
    kinds = [option.text for option in options(PLAN, "koordinering-slag")]
    assert kinds == ["Personligt stöd", "Intern samordning", "Samverkan med andra aktörer"]


def options(form_id: str, link_id: str) -> list[Any]:
    return options_of(places(form_id)[link_id].item, load_forms()[form_id])


def test_the_plan_holds_what_the_record_must_always_show() -> None:
    """Length, purpose, measures, who is responsible, planned end: the region's own words."""
    required = {place.item.linkId for place in questions(PLAN) if place.item.required}
    assert {"langd", "syfte", "insatser", "slut", "uppfoljning"} <= required
    help_ = str(places(PLAN)["insatser"].item.help)
    assert "vem som ansvarar" in help_
    assert "det patienten gör själv" in help_


def test_the_gender_check_stands_where_it_is_judged() -> None:
    areas = (
        "familjesituation, våldserfarenhet, somatisk eller psykiatrisk diagnos, riskbruk och "
        "rehabiliteringsplan"
    )
    assert areas in str(places(ASSESSMENT)["genushanden"].item.help).lower()
    for form_id in (ASSESSMENT, FOLLOW_UP):
        assert "annat kön" in str(places(form_id)["tank-tvartom"].item.help)
    for name in ("genushanden", "tank-tvartom"):
        assert not places(ASSESSMENT)[name].item.note


def test_the_record_does_not_tell_what_the_gender_check_was_about() -> None:
    """The patient may not be alone in reading it: no word of violence, whatever is answered."""
    for answer in ("ja", "nej"):
        text = as_text(forms()[ASSESSMENT], {"genushanden": answer, "tank-tvartom": answer})
        assert "Genushanden" in text
        assert not re.search(r"våld|riskbruk|familj", text, re.IGNORECASE)


def test_the_follow_up_asks_what_a_renewal_should_weigh() -> None:
    ways = [option.code for option in options(FOLLOW_UP, "underlatta-atergang")]
    assert ways[:4] == ["deltid", "anpassning", "nedtrappning", "forebyggande"]


# --- the patient ----------------------------------------------------------------------------

# the groups A–I of the proposal, each with what it must ask about
GROUPS: dict[str, list[str]] = {
    "arbete": ["yrke", "timmar", "tyngst", "chef"],
    "besvar": ["vilka-besvar", "besvar-start", "forlopp"],
    "vad-som-gar": ["arbetsuppgifter", "uppgift", "klarar"],
    "formagor": [
        *("styrka", "kroppens-ork", "syn-horsel-tal", "balans-och-hander"),
        *("minne", "planera", "kanslor", "ork-i-tankarna"),
    ],
    "tidigare": ["tidigare-sjukskriven", "behandling", "behandling-hjalpt"],
    "vardag": ["vardagen-hemma", "somn", "familj", "ekonomi", "vanor"],
    "tilltro": ["tilltro-arbete", "tror", "mal"],
    "forandring": ["hjalp"],
    "kontakt": ["kontakt-arbetsgivare", "kontakt-forsakringskassan", "koordinator"],
}


def patient_items() -> list[Item]:
    return load_forms()[PATIENT].items


def test_the_patient_is_asked_group_by_group() -> None:
    before, *groups = patient_items()
    assert [group.linkId for group in groups] == list(GROUPS)
    for group in groups:
        below = [place.item.linkId for place in walk(group.items or [])]
        wanted = GROUPS[group.linkId]
        assert [name for name in below if name in wanted] == wanted
    texts = [in_languages(item.text, SETTINGS)["sv"] for item in before.items or []]
    assert "Vi kan behöva ta prover i samband med ditt besök." in texts
    assert any("frivilligt" in text for text in texts)


def test_work_tasks_repeat_with_three_answers() -> None:
    assert places(PATIENT)["arbetsuppgifter"].item.repeats
    said = [option.text["sv"] for option in options(PATIENT, "klarar")]
    assert said == ["Klarar", "Klarar delvis", "Klarar inte"]


def test_an_answer_about_contact_is_no_consent() -> None:
    said = places(PATIENT)["om-samtycke"].item.text
    assert isinstance(said, dict)
    assert "inte ett samtycke" in said["sv"]
    assert "not your consent" in said["en"]


def said_to_the_patient(*, always: bool = False) -> list[str]:
    """Every sentence that a patient reads, in order; ``always``: whatever is answered."""
    form = load_forms()[PATIENT]
    found = []
    for place in walk(form.items):
        item = place.item
        if always and item.enableWhen:
            continue
        texts = [item.text, item.help, *(option.text for option in options_of(item, form))]
        found += [in_languages(text, SETTINGS)["sv"] for text in texts if text]
    return [part for text in found for part in re.split(r"(?<=[.?!])\s+", text)]


def words_in(text: str) -> list[str]:
    return re.findall(r"[\w’-]+", text)


def test_the_patient_s_form_is_easy_to_read() -> None:
    """Short sentences, few long words: LIX below 25 is a children's book."""
    sentences = [text for text in said_to_the_patient() if text.endswith((".", "?", "!"))]
    words = [word for text in sentences for word in words_in(text)]
    long = [word for word in words if len(word) > 6]
    assert len(words) / len(sentences) + 100 * len(long) / len(words) < 25
    assert [text for text in sentences if len(words_in(text)) > 18] == []


def test_the_patient_s_form_takes_ten_minutes() -> None:
    """A reckoning that keeps the form from growing, no measurement: everything read at 200 words a
    minute, four seconds for a choice, eight for a number or date, fifteen for what is written,
    three work tasks."""
    reading = sum(len(words_in(text)) for text in said_to_the_patient(always=True)) / 200 * 60
    choices, figures = {"choice", "open-choice", "boolean"}, {"integer", "decimal", "date"}
    answering = 0
    for place in questions(PATIENT):
        if place.item.enableWhen:
            continue
        times = 3 if any(group.repeats for group in place.above) else 1
        answering += times * (
            4 if place.item.type in choices else 8 if place.item.type in figures else 15
        )
    assert (reading + answering) / 60 <= 10


def test_nobody_is_asked_who_they_are() -> None:
    """Neither name nor number; the same for everyone, whichever their gender."""
    for text in said_to_the_patient():
        if "?" in text:
            assert not re.search(r"\b(namn|personnummer|adress|telefon\w*|kön|man|kvinna)\b", text)
