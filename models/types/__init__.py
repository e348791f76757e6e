"""What crosses the service's boundary, by subject: frozen values, arrays and nothing that holds a module or a gradient."""
