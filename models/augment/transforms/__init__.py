"""One file a transform: `TRANSFORM`, found by its key. `models.augment.config` puts them into a plan."""
