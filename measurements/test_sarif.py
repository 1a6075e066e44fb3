"""SARIF is valid by the published schema, for any findings."""

from __future__ import annotations

import json
from typing import Any

import jsonschema
import pytest
from hypothesis import HealthCheck, given, settings
from material import SCHEMAS
from reports import reports, written

from promptlint.findings import Finding
from promptlint.output.sarif import render


@pytest.fixture(scope="module")
def validator() -> Any:
    schema = json.loads((SCHEMAS / "sarif-2.1.0.json").read_text(encoding="utf-8"))
    return jsonschema.validators.validator_for(schema)(schema)


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(reports())
def test_any_report_is_valid(validator: Any, findings: list[Finding]) -> None:
    validator.validate(json.loads(written(render, findings)))


def test_a_clean_run_is_valid(validator: Any) -> None:
    validator.validate(json.loads(written(render, [])))
