"""What every dialect, and the control plane, says of itself and to whoever asks wrongly."""

from polydesk.testing.contract import documents, refusals, suite_in

globals().update(suite_in(documents, refusals))
