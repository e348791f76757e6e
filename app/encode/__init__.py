"""What the models return, as it travels to the page and to callers of the API: JSON and bytes, one module a subject."""
