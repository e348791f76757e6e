"""The heads that a network can be given: one file each, found by itself: a module with `HEAD`."""
