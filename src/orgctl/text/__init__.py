"""What text the program takes in: names, addresses, access URLs, time zones, networks, prose."""
