"""The networks that can be trained from nothing: one file each with `NET`, found by itself (`models/training/compare/architecture.py`)."""
