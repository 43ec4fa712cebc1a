"""Scenarios: a world written down in a file, loaded and exported. See `docs/scenario.md`."""

from polydesk.control.scenario.export import export
from polydesk.control.scenario.load import Seeded, seed
from polydesk.control.scenario.source import names, parse, read

__all__ = ["Seeded", "export", "names", "parse", "read", "seed"]
