"""The Space's entry: read the command line, build the page, open it to visitors; nothing else."""

from app.command_line import read_options
from app.page import build, launch

if __name__ == "__main__":
    read_options()  # before the page is built: a network of one's own is in its menu

demo = build()

if __name__ == "__main__":
    launch(demo)
