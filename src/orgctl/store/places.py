"""What a store setting means: a file's path, or a server's URL."""

from __future__ import annotations

import os


def is_postgres(setting: str) -> bool:
    """Whether a store setting names a PostgreSQL server."""
    return setting.startswith(("postgresql:", "postgresql+psycopg:", "postgres:"))


def sqlite_path(setting: str) -> str:
    """The absolute file path of a store setting: a path or an `sqlite:///` URL."""
    path = setting
    for prefix in ("sqlite+pysqlite:///", "sqlite:///"):
        if setting.startswith(prefix):
            path = setting[len(prefix) :]
            break
    return os.path.abspath(os.path.expanduser(path))


def absolute(setting: str) -> str:
    """A setting that names the same store from any folder."""
    return setting if is_postgres(setting) else sqlite_path(setting)


def identity(setting: str) -> str:
    """One name for one store, however it was written: what a sign-in is kept under."""
    if is_postgres(setting):
        return without_password(setting)
    return os.path.realpath(sqlite_path(setting))


def conninfo(setting: str) -> str:
    """What libpq understands of an SQLAlchemy URL."""
    return "postgresql:" + setting.split(":", 1)[1]


def without_password(setting: str) -> str:
    """The store's place, fit to be shown and to be a key."""
    import psycopg
    from psycopg.conninfo import conninfo_to_dict

    try:
        parts = conninfo_to_dict(conninfo(setting))
    except psycopg.Error:
        return "postgresql://…"
    user, host = parts.get("user", ""), parts.get("host", "localhost")
    return f"postgresql://{user}@{host}:{parts.get('port', 5432)}/{parts.get('dbname', '')}"
