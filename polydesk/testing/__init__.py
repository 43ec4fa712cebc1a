"""What tests are written with; nothing here is imported by a server."""
