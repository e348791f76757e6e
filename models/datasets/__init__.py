"""Labelled pictures: those on this machine (`bundled`) and those that torchvision fetches (`torchvision`)."""
