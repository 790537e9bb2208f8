"""Set-up files: what is wanted, as YAML, JSON or CSV says it, read into plain values and written again.

Absent (None) means: leave alone. Whatever is wrong with a file is said at once, each with its place.
"""
