"""Three regions out of the same pages: each is whole, and none shows what belongs to another."""

from collections.abc import Iterator
from pathlib import Path

import pytest
import yaml

from tests.conftest import ROOT
from tests.site import regions

SEED_FACTS = Path(__file__).with_name("seed_facts.yml")


def owned(region: str) -> set[str]:
    """What only one region may show: the lines of its passages and the cells of its own tables."""
    found = set()
    for file in (ROOT / "macros/regions" / region).glob("*.md"):
        for line in file.read_text("utf-8").split("---", 2)[2].splitlines():
            text = line.strip("#*-| ")
            if len(text) > 50 and not any(mark in text for mark in "[]{}|*`<"):
                found.add(" ".join(text.split()))
    return found | (set(cells([region])) - set(cells([])))


def cells(regions: list[str]) -> Iterator[str]:
    """The longer cells of the tables that belong to some regions, or to all."""
    for table in (ROOT / "macros/data").glob("*.yml"):
        data = yaml.safe_load(table.read_text("utf-8"))
        if isinstance(data, dict) and "rows" in data and data.get("regions", []) == regions:
            for row in data["rows"]:
                yield from (
                    " ".join(cell.split())
                    for cell in row.values()
                    if isinstance(cell, str) and len(cell) > 50
                )


def test_there_are_three() -> None:
    assert regions.REGIONS == ["jamtland-harjedalen", "orebro-lan", "skane"]


@pytest.mark.parametrize("region", regions.REGIONS)
def test_a_region_shows_its_own_and_nothing_of_another(sites: dict[str, Path], region: str) -> None:
    shown = " ".join(regions.pages(sites[region]).values())
    own = owned(region)
    assert own
    assert [text for text in own if text not in shown] == []
    for other in regions.REGIONS:
        if other != region:
            foreign = owned(other) - own
            assert [text for text in foreign if text in shown] == []


@pytest.mark.parametrize("region", regions.REGIONS)
def test_nothing_appears_empty(sites: dict[str, Path], region: str) -> None:
    for name, text in regions.pages(sites[region]).items():
        assert "None" not in text.split(), name
        assert "{{" not in text or "bidra" in name, name


def seed_facts() -> list[dict[str, object]]:
    return yaml.safe_load(SEED_FACTS.read_text("utf-8"))


def test_the_list_covers_every_seed() -> None:
    seeds = [str(fact["seed"]).zfill(3) for fact in seed_facts()]
    assert {seed: seeds.count(seed) >= 20 for seed in set(seeds)} == dict.fromkeys(
        ["000", "001", "002", "003", "004"], True
    )


def test_every_fact_of_the_seeds_has_a_place(sites: dict[str, Path]) -> None:
    texts = [
        (name, text.casefold())
        for site in sites.values()
        for name, text in regions.pages(site).items()
    ]
    lost = []
    for fact in seed_facts():
        wanted = [str(word).casefold() for word in fact["has"]]  # type: ignore[attr-defined]
        if not any(all(word in text for word in wanted) for _, text in texts):
            lost.append(f"{fact['seed']}: {fact['fact']} {fact['has']}")
    assert not lost, "\n".join(lost)


def test_a_lost_fact_is_found_out(sites: dict[str, Path]) -> None:
    texts = " ".join(regions.pages(sites[regions.DEFAULT]).values())
    assert "nollpunktsdialog" not in texts
