"""Who is signed in, and which organization a command acts in."""
