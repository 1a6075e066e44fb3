"""Every fuzz target takes its seeds; so the targets stay true without Atheris, and each seed is a test."""

from __future__ import annotations

import importlib.util
from collections.abc import Callable
from pathlib import Path

import pytest

FUZZ = Path(__file__).parent.parent / "fuzz"
SEEDS = sorted((FUZZ / "seeds").glob("*/*"))


def targets() -> dict[str, Callable[[bytes], None]]:
    spec = importlib.util.spec_from_file_location("fuzz_targets", FUZZ / "targets.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    made: dict[str, Callable[[bytes], None]] = module.TARGETS
    return made


def test_every_target_has_seeds_and_every_folder_a_target() -> None:
    assert {path.parent.name for path in SEEDS} == set(targets())


@pytest.mark.parametrize("path", SEEDS, ids=lambda path: f"{path.parent.name}-{path.name}")
def test_seed(path: Path) -> None:
    targets()[path.parent.name](path.read_bytes())
