"""The measure of all others: a Flask app that says hello."""

from flask import Flask

app = Flask(__name__)


@app.get("/")
def hello() -> str:
    """Nothing but this."""
    return "hello"
