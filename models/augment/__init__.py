"""Plans of augmentation, and the variants they make. Each transform is a file in `transforms`."""
