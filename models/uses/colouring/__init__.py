"""Image translation: a grey photograph coloured by a network whose answer is a picture."""
