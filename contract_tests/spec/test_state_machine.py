"""Stories that schemathesis makes up: make a thing, read it, change it, delete it, in any order."""

from polydesk.testing.contract import stories, suite_in

globals().update(suite_in(stories))
