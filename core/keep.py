"""What stands for a value that is not given, where None is a value."""

import enum
from typing import Final, Literal


class Keep(enum.Enum):
    """Stands for a value that is not given."""

    KEEP = "keep"


KEEP: Final = Keep.KEEP
Kept = Literal[Keep.KEEP]
