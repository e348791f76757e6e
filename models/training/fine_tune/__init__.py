"""Teaching a network new classes: examples, the freeze line, features, heads, and the network to take home."""
