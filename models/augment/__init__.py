"""One file a transform: `TRANSFORM`, found by its key. `models.augmentation` puts them into a plan."""
