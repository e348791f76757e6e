"""What crosses the service's door, by subject: frozen values, arrays and nothing that holds a module or a gradient."""
