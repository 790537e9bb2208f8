"""Invitations as mail: the message, its sealed token, and the ways of delivering it."""
