"""The command line: `main`, its options and help, and one module for each command."""

from .main import main

__all__ = ["main"]
