"""A site built for an address with a folder in it."""

from pathlib import Path

import pytest

from tests.server.test_headers import PREFIX
from tests.site import regions


@pytest.fixture(scope="session")
def site_below(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("below")
    return regions.build(regions.DEFAULT, folder, SITE_URL=f"https://vard.example{PREFIX}")
