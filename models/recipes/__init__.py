"""How the weights in `assets/weights` were made: `python -m models.recipes.<network>`."""
