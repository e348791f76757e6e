"""Hand-crafted features against learned ones, from the same few pictures. Each runner is a file in `extractors`."""
