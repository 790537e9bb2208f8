"""Schema versions, run by Alembic and shipped in the wheel."""
