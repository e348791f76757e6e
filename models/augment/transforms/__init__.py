"""One file a transform: `TRANSFORM`, found by its key. `models.augment.augmentation` puts them into a plan."""
