"""Hand-crafted features against learned ones, from the same few pictures. Each extractor is a file in `extractors`."""
