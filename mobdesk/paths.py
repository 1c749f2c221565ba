"""Where things live: shipped resources, settings, logs, default folders."""

from __future__ import annotations

from pathlib import Path


def resource(name: str) -> Path:
    """Return the path of a shipped resource, from an installed wheel or from a checkout."""
    package = Path(__file__).resolve().parent
    shipped = package / "_resources"
    return (shipped if shipped.is_dir() else package.parent / "resources") / name


def settings_folder() -> Path:
    """The folder of this user's settings on this machine."""
    from platformdirs import user_config_path

    return user_config_path("Mobdesk", appauthor=False)


def log_folder() -> Path:
    """The folder of this user's logs on this machine."""
    from platformdirs import user_log_path

    return user_log_path("Mobdesk", appauthor=False)


def documents_folder() -> Path:
    """Where a new workspace is proposed."""
    from platformdirs import user_documents_path

    return user_documents_path()
