"""The policy: pure functions of plain values and an instant; imports nothing but the standard library."""
