"""What is read and written, chapter by chapter."""
