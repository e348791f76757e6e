"""One unit at a time: what it looks like, what excites it, and what the network is without it."""
