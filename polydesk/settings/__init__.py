"""The settings of a server: a flag over a variable over the file over the default."""

from polydesk.settings.declared import PREFIX, SETTINGS, Setting, Settings, is_loopback
from polydesk.settings.sources import CONFIG_FILE, SettingsError, resolve

__all__ = [
    "CONFIG_FILE",
    "PREFIX",
    "SETTINGS",
    "Setting",
    "Settings",
    "SettingsError",
    "is_loopback",
    "resolve",
]
