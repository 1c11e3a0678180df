"""One published bundle, made by the commands from the demo, for all tests of the verifier."""

from pathlib import Path

import pytest

from verify.published_bundle import Published, make_published


@pytest.fixture(scope="session")
def made(tmp_path_factory: pytest.TempPathFactory) -> Published:
    """Return the bundle as it was published; nothing may change it."""
    return make_published(tmp_path_factory.mktemp("published"))


@pytest.fixture
def published(made: Published, tmp_path: Path) -> Published:
    """Return a copy of the bundle that a test may change."""
    return made.copied(tmp_path / "copy")
