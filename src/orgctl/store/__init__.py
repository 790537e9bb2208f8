"""The only SQL: one store, on SQLite or PostgreSQL."""
