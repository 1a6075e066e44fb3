"""Parameters in one job: the index compared with its definition."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from promptlint.model import Parameter
from promptlint.rules.support.same_job import SameJob

branches = st.sampled_from([(), (0, 1, 0), (0, 1, 1), (1, 5, 0), (1, 5, 1), (2, 9, 0)])


def parameter(name: str, branch: tuple[int, ...], at: int) -> Parameter:
    return Parameter(name, f"--{name}", (), at, at + 1, at + 1, True, branch)


@given(st.lists(st.tuples(st.sampled_from("ab"), branches), max_size=8), branches)
def test_the_last_one_that_meets(rows: list[tuple[str, tuple[int, ...]]], branch: tuple[int, ...]) -> None:
    parameters = [parameter(name, each, at) for at, (name, each) in enumerate(rows)]
    company = SameJob(parameters)
    asking = parameter("c", branch, len(rows))
    for name in "ab":
        meeting = [each for each in parameters if each.name == name and each.meets(asking)]
        assert company.meeting(asking, name) is (meeting[-1] if meeting else None)


def test_a_key_of_its_own() -> None:
    company = SameJob()
    company.add(parameter("a", (), 0), "some")
    assert company.meeting(parameter("b", (), 1), "a") is None
    assert company.meeting(parameter("b", (), 1), "some") is not None
