"""Where the material lies that is not published with the project: real prompts and files, and the schema of SARIF."""

from __future__ import annotations

from pathlib import Path

SHARED = Path(__file__).resolve().parents[2] / "shared"
CORPUS = SHARED / "corpus"
SCHEMAS = SHARED / "schemas"
