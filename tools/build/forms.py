"""The forms: editors' YAML in ``checklists/``, checked, to the JSON that the computing package reads.

FHIR Questionnaire semantics with readable keys; ``checklists/README.md`` says what each key does.
Everything that is wrong with a form stops the build, each fault with file, line and a sentence.

    python -m tools.build.forms     makes the JSON anew when a YAML file is newer, and schema.json
"""

from __future__ import annotations

import json
import os
import sys
import uuid
from pathlib import Path
from typing import Any

from pydantic import TypeAdapter

from tools.build.form_checks import Check
from tools.build.form_model import (
    NOTE,
    NOTE_TEXT,
    SETTING,
    Form,
    Item,
    conditions_of,
    in_languages,
    options_of,
    walk,
    words_of,
)
from tools.build.rules import (
    REGIONS,
    ROOT,
    SOURCES,
    load_profile,
    load_sources,
    name_of,
    region_id,
    settings_of,
)
from tools.build.strict_yaml import Fault, Faulty, read

FORMS = ROOT / "checklists"
GENERATED = ROOT / "tools/sjukskrivning/generated/forms.json"
SCHEMA = FORMS / "schema.json"


def load_forms(folder: Path = FORMS) -> dict[str, Form]:
    """Every form of a folder by its id, checked. Raises Faulty with all faults of all forms."""
    sources = load_sources()
    forms: dict[str, Form] = {}
    faults: list[Fault] = []
    for path in sorted(folder.glob("*.yml")):
        try:
            form, lines = read(Form, path, name_of(path))
        except Faulty as faulty:
            faults += faulty.faults
            continue
        faults += Check(form, lines, sources).run(path.stem)
        forms[form.id] = form
    if faults:
        raise Faulty(faults)
    return forms


def for_region(form: Form, settings: dict[str, Any]) -> Form:
    """The form with the region's settings filled in; without what the region has no setting for."""

    def gone(item: Item) -> bool:
        used = any(condition.setting for condition in conditions_of(item)[1])
        spoken = any(SETTING.search(str(words)) for words in words_of(item))
        return (used or spoken) and settings["team_review_day"] is None

    def keep(items: list[Item], missing: set[str]) -> list[Item]:
        kept = []
        for item in items:
            names = {condition.question for condition in conditions_of(item)[1]}
            if gone(item) or names & missing:
                missing.update(place.item.linkId for place in walk([item]))
                continue
            item = item.model_copy(
                update={"items": keep(item.items, missing)} if item.items else {}
            )
            if item.type != "group" or item.items:
                kept.append(item)
        return kept

    missing: set[str] = set()
    before = -1
    items = form.items
    while len(missing) > before:  # a question may be named before it stands
        before = len(missing)
        items = keep(form.items, missing)
    return form.model_copy(update={"items": items})


def compile_form(form: Form, region: str, settings: dict[str, Any]) -> dict[str, Any]:
    """A form as the computing package reads it: what is only shown on the page is left out."""
    form = for_region(form, settings)
    return {
        "id": form.id,
        "url": canonical(form, region),
        "answered_by": form.answered_by,
        "version": form.version,
        "title": in_languages(form.title, settings),
        "languages": form.languages,
        "items": [each for item in form.items for each in _dump(item, form, settings)],
    }


def canonical(form: Form, region: str) -> str:
    """The form's name in FHIR: the same wherever the site lies, another one in another region."""
    return uuid.uuid5(uuid.NAMESPACE_OID, f"sjukskrivning/{region}/{form.id}").urn


def _dump(item: Item, form: Form, settings: dict[str, Any]) -> list[dict[str, Any]]:
    """The item, and its note as an item of its own right after it."""
    data: dict[str, Any] = {
        "linkId": item.linkId,
        "type": item.type,
        "text": in_languages(item.text, settings),
    }
    for key in ("required", "repeats", "draft", "min", "max", "note_of"):
        value = getattr(item, key)
        if value is not None and value is not False:
            data[key] = value
    if item.journal:
        data["journal"] = in_languages(item.journal, settings)
    if item.options:
        data["options"] = [
            {"code": option.code, "text": in_languages(option.text, settings)}
            for option in options_of(item, form)
        ]
    behaviour, conditions = conditions_of(item)
    if conditions:
        data["enableBehavior"] = behaviour
        data["enableWhen"] = [
            {
                "question": each.question,
                "operator": each.operator,
                "answer": settings[each.setting] if each.setting else each.answer,
            }
            for each in conditions
        ]
    if item.items:
        data["items"] = [each for child in item.items for each in _dump(child, form, settings)]
    if not item.note:
        return [data]
    note = {
        "linkId": item.linkId + NOTE,
        "type": "text",
        "text": {language: NOTE_TEXT[language] for language in form.languages},
        "note_of": item.linkId,
    }
    return [data, note | {key: data[key] for key in data if key.startswith("enable")}]


def write_forms(region: str) -> bool:
    """Make the JSON anew if it is missing, older than the YAML, or another region's; did it?"""
    if GENERATED.is_file() and SCHEMA.is_file():
        made = GENERATED.stat().st_mtime
        files = sorted(FORMS.glob("*.yml"))
        inputs = [*files, SOURCES, *REGIONS.joinpath(region).glob("*.yml"), FORMS]
        inputs += Path(__file__).parent.glob("form*.py")
        fresh = all(not path.exists() or path.stat().st_mtime < made for path in inputs)
        known = json.loads(GENERATED.read_text("utf-8"))
        if fresh and known["region"] == region and set(known["forms"]) == {f.stem for f in files}:
            return False
    settings = settings_of(load_profile(region))
    forms = {id_: compile_form(form, region, settings) for id_, form in load_forms().items()}
    SCHEMA.write_text(json.dumps(schema(), ensure_ascii=False, indent=1) + "\n", "utf-8")
    GENERATED.parent.mkdir(exist_ok=True)
    scratch = GENERATED.with_suffix(f".{os.getpid()}.tmp")
    data = {"region": region, "forms": forms}
    scratch.write_text(json.dumps(data, ensure_ascii=False, indent=1) + "\n", "utf-8")
    scratch.replace(GENERATED)
    return True


def schema() -> dict[str, Any]:
    """JSON Schema of a form, for editors that complete what is typed."""
    return TypeAdapter(Form).json_schema()


if __name__ == "__main__":
    try:
        write_forms(region_id())
    except Faulty as faulty:
        sys.exit(str(faulty))
