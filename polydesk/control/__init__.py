"""The control plane: what people use Polydesk *with*, under `/_polydesk`, beside the dialects.

A plain JSON API, declared with the same kit as the dialects. See `docs/control-plane.md`.
What it is made of is imported when first asked for: a server can start, and serve, without.
"""

from typing import TYPE_CHECKING, Any

from flask import Flask

from polydesk.control import context
from polydesk.control.context import Site

if TYPE_CHECKING:
    from polydesk.control.declared import plane

__all__ = ["ROOT", "make_app", "plane"]

ROOT = "/_polydesk"


def __getattr__(name: str) -> Any:
    """`plane`, the declaration of the control plane as a dialect."""
    if name == "plane":
        from polydesk.control.declared import plane

        return plane
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")


def make_app(site: Site, max_body_bytes: int) -> Flask:
    """The control plane of a site, as a Flask app."""
    from polydesk.control.declared import plane

    app = plane.app(site.store, max_body_bytes=max_body_bytes)
    app.extensions[context.EXTENSION] = site
    return app
