"""How fast Polydesk is, beside a bare Flask app under the same server: `python -m benchmarks`."""
