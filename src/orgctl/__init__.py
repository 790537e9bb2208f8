"""orgctl: several CRM organizations under one sign-in, with their policy as a program."""

__version__ = "0.1.0"
