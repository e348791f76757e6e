"""One file per family of networks. Each offers `NETWORKS`, a tuple of `NetworkSpec`, and is found by `models.store.registry`."""
