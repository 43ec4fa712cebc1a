"""One help desk server that speaks several vendors' APIs."""

from pathlib import Path

__version__ = "0.1.0"

_here = Path(__file__).parent
if not (_here / "core").is_dir():  # a checkout without symbolic links (Git on Windows)
    __path__.append(str(_here.parent))
