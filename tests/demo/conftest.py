from pathlib import Path

import pytest

from demo.demo_files import DemoFiles
from rollcheck.demo import make_demo

SCALE = 0.01


@pytest.fixture(scope="session")
def demo(tmp_path_factory: pytest.TempPathFactory) -> DemoFiles:
    """One hundredth of the case, as `rollcheck demo make` makes it."""
    folder = tmp_path_factory.mktemp("made") / "demo"
    make_demo(folder, scale=SCALE, seed=1, noise="keyed")
    return DemoFiles(folder)


@pytest.fixture(scope="session")
def small(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The smallest demo that tests may copy but not change."""
    folder = tmp_path_factory.mktemp("small") / "demo"
    make_demo(folder, scale=0.002, seed=3, noise="keyed")
    return folder
