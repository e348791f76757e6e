"""The ImageNet challenge by year, the networks of those years, and what came before them."""
