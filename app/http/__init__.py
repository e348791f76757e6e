"""HTTP beside Gradio: the server's routes, requests and bodies read, visitors, jobs, files."""
