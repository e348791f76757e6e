"""Two networks that learn side by side from the same pictures, with one setting between them."""
