"""The shapes on the wire, a file a chapter."""
