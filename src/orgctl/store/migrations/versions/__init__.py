"""Each version in a file of its own."""
