"""A network as a plan of pure steps: traced once, run in many ways, described to the visitor."""
