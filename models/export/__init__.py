"""What the page shows as plain PyTorch: lines that stand alone, and the files that they read."""
