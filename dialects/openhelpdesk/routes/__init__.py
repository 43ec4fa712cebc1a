"""The routes, a file a chapter of the vendor's documentation."""
