"""A result as text: one function for each format, each a view of the same frozen value."""
