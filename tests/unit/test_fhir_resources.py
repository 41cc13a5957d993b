"""Our FHIR resources are FHIR: read by the models of fhir.resources, which knows R4."""

import json
from pathlib import Path
from typing import Any

import pytest
from fhir.resources.R4B.questionnaire import Questionnaire
from fhir.resources.R4B.questionnaireresponse import QuestionnaireResponse
from pydantic import ValidationError
from sjukskrivning.call import answer
from sjukskrivning.forms import forms

from tests.browser.lhc_forms import Pick, at_random, filled, first, last

FORMS = [(form_id, language) for form_id, form in forms().items() for language in form["languages"]]
FILLINGS: dict[str, Pick] = {
    "empty": lambda possible, most: [],
    "first options": first,
    "last options": last,
    **{f"partly {seed}": at_random(seed) for seed in range(5)},
}


def resource(site: Path, form_id: str) -> dict[str, Any]:
    text = (site / "fhir" / f"Questionnaire-{form_id}.json").read_text("utf-8")
    found: dict[str, Any] = json.loads(text)
    return found


def test_every_form_is_published(site: Path) -> None:
    names = {path.name for path in (site / "fhir").glob("Questionnaire-*.json")}
    assert names == {f"Questionnaire-{form_id}.json" for form_id in forms()}


@pytest.mark.parametrize("form_id", forms())
def test_questionnaire(site: Path, form_id: str) -> None:
    given = resource(site, form_id)
    read = Questionnaire.model_validate(given)
    assert read.id == form_id
    assert json.loads(read.model_dump_json()) == given  # nothing was lost in the reading


@pytest.mark.parametrize(("form_id", "language"), FORMS)
@pytest.mark.parametrize("filling", FILLINGS)
def test_response(site: Path, form_id: str, language: str, filling: str) -> None:
    asked = resource(site, form_id)
    answers = filled(asked, FILLINGS[filling])
    which = {"id": form_id, "lang": language}
    accepted, text = answer("form", json.dumps(answers), "fhir", which)
    assert accepted, text
    given = json.loads(text)
    read = QuestionnaireResponse.model_validate(given)
    assert read.questionnaire == f"{asked['url']}|{asked['version']}"
    assert bool(read.item) is (filling != "empty")
    assert json.loads(read.model_dump_json()) == given


def test_what_is_not_fhir_is_refused(site: Path) -> None:
    """Else the tests above would say nothing."""
    given = resource(site, "uppfoljning")
    for wrong in ({"status": None}, {"item": [{"linkId": "a"}]}, {"svar": 1}):
        with pytest.raises(ValidationError):
            Questionnaire.model_validate(given | wrong)
