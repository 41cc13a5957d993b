"""What the source documents say has its place: on the page and in the region where it is looked for."""

import re
from pathlib import Path
from typing import Any

import yaml

from tests.site import regions

SEED_FACTS = Path(__file__).with_name("seed_facts.yml")


def seed_facts() -> list[dict[str, Any]]:
    return yaml.safe_load(SEED_FACTS.read_text("utf-8"))


def test_the_list_covers_every_seed() -> None:
    seeds = [str(fact["seed"]).zfill(3) for fact in seed_facts()]
    assert {seed: seeds.count(seed) >= 20 for seed in set(seeds)} == dict.fromkeys(
        ["000", "001", "002", "003", "004"], True
    )


def misses(fact: dict[str, Any], sites: dict[str, Path]) -> list[str]:
    """The regions where the fact does not stand, on its page if it names one."""
    wanted = [str(word).casefold() for word in fact["has"]]
    page = fact["page"] and re.sub(r"(index)?\.md$", "", fact["page"]).rstrip("/") + "/index.html"
    return [
        region
        for region in ([fact["region"]] if fact["region"] else sites)
        if not any(
            all(word in text.casefold() for word in wanted)
            for name, text in regions.pages(sites[region]).items()
            if page in (None, name)
        )
    ]


def test_every_fact_of_the_seeds_has_its_place(sites: dict[str, Path]) -> None:
    lost = [
        f"{fact['seed']}: {fact['fact']} {fact['has']} on {fact['page']} in {missed}"
        for fact in seed_facts()
        if (missed := misses(fact, sites))
    ]
    assert not lost, "\n".join(lost)


def test_a_lost_fact_is_found_out(sites: dict[str, Path]) -> None:
    fact = {"page": None, "region": None, "has": ["Platina"]}
    assert set(misses(fact, sites)) == set(sites) - {"orebro-lan"}
    fact = {"page": "uppfoljning/avvikelser.md", "region": "orebro-lan", "has": ["Platina"]}
    assert misses(fact, sites) == []
    assert misses(fact | {"page": "om/index.md"}, sites) == ["orebro-lan"]
