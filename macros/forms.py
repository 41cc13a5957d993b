"""The forms as HTML: filled in before Python is ready, printed empty without JavaScript."""

from __future__ import annotations

from typing import Any

from sjukskrivning.form_values import LONGEST
from sjukskrivning.forms import forms

from macros import addresses, dfa
from macros.render import render
from macros.words import words
from tools.build.form_model import (
    NOTE,
    Basis,
    Form,
    Item,
    Option,
    Words,
    in_languages,
    options_of,
    walk,
)
from tools.build.forms import for_region, load_forms
from tools.build.pack import packed
from tools.build.rules import Source, load_profile, load_sources, region_id, settings_of


def form(form_id: str) -> str:
    """The form with this id. Raises KeyError for one that is not there."""
    page = _Page(load_forms()[form_id])
    compiled = forms()[form_id]
    return render(
        "form.html",
        form=page.form,
        languages=page.form.languages,
        title=compiled["title"],
        sections=[page.item(item) for item in page.form.items],
        any_required=any(place.item.required for place in walk(page.form.items)),
        words=words("form_words"),
        dfa_panel=dfa.dfa_panel() if page.form.answered_by == "patient" else "",
        original=page.sources[page.form.original],
        idle_minutes=page.profile.idle_minutes,
        longest=LONGEST,
        script=addresses.from_root(f"{packed()['tools']}/form.mjs"),
        style=addresses.from_root("assets/form.css"),
    )


class _Page:
    """What the template needs of a form, texts in all its languages, links from this page."""

    def __init__(self, form: Form) -> None:
        self.profile = load_profile(region_id())
        self.settings = settings_of(self.profile)
        self.form = for_region(form, self.settings)
        self.sources = load_sources()

    def words(self, words: Words | None) -> dict[str, str] | None:
        return None if words is None else in_languages(words, self.settings)

    def item(self, item: Item) -> dict[str, Any]:
        return {
            "id": item.linkId,
            "type": item.type,
            "text": self.words(item.text),
            "row_name": self.words(item.journal or item.text),
            "help": self.words(item.help),
            "condition": self.words(item.condition),
            "tool": item.tool
            and {"text": self.words(item.tool.text), "url": addresses.page_url(item.tool.page)},
            "options": [self.option(option) for option in options_of(item, self.form)],
            "repeats": item.repeats,
            "note": item.linkId + NOTE if item.note else None,
            "basis": self.basis(item),
            "items": [self.item(child) for child in item.items or []],
        }

    def option(self, option: Option) -> dict[str, Any]:
        return {"code": option.code, "text": self.words(option.text)}

    def basis(self, item: Item) -> dict[str, Any] | None:
        """What is said of an item's origin; None where the group around it has said it."""
        if not (item.source or item.basis):
            return None
        source: Source | None = self.sources[item.source] if item.source else None
        basis = item.basis or Basis()
        kind, name = next(((kind, name) for kind, name in basis if name), (None, None))
        if kind == "process" and source and source.publisher != "Socialstyrelsen":
            kind = "other"  # a law, a form, another support: nothing has been reconstructed
        return {"kind": kind, "name": name, "source": source}
