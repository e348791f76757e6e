"""The model service: networks, what they compute, and how it is taken apart. `models.api` is its only entry."""
