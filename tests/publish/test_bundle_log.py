"""The record in a bundle: tiles named as C2SP tlog-tiles names them."""

from pathlib import Path

import pytest

from rollcheck.merkle import leaf_hash, root
from rollcheck.publish.bundle_log import TILE, tile_path, write_tiles


@pytest.mark.parametrize(
    ("number", "width", "path"),
    [
        (0, 256, "000"),
        (5, 7, "005.p/7"),
        (1234067, 256, "x001/x234/067"),
        (1000, 1, "x001/000.p/1"),
    ],
)
def test_a_tile_lies_where_the_specification_says(number: int, width: int, path: str) -> None:
    assert tile_path(number, width) == path


@pytest.mark.parametrize("size", [0, 1, 255, 256, 257, 70_000])
def test_each_level_holds_the_roots_of_the_one_below(tmp_path: Path, size: int) -> None:
    leaves = [leaf_hash(bytes(at.to_bytes(4))) for at in range(size)]
    write_tiles(tmp_path, leaves)
    below = b"".join(
        path.read_bytes() for path in sorted(tmp_path.glob("0/**/*")) if path.is_file()
    )
    assert len(below) == 32 * size
    for at in range(size // TILE):
        above = (tmp_path / "1" / tile_path(0, min(TILE, size // TILE))).read_bytes()
        if at < TILE:
            assert above[at * 32 : at * 32 + 32] == root(leaves[at * TILE : (at + 1) * TILE])
