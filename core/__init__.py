"""The canonical help desk: tables, rules and services that know no vendor and no web framework."""
