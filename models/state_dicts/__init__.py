"""A visitor's own weights for a network that is listed: a .safetensors file from elsewhere, recognised by its tensors' names and shapes."""
