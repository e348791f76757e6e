"""The networks that can be trained from nothing: one file each with `ARCHITECTURE`, which `architecture.py` finds."""
