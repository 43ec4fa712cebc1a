"""The routes, one file a chapter of the vendor's documentation."""
