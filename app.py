"""The Space's entry: join a cluster, read the command line, build the page, open it to visitors; nothing else."""

from app.command_line import join_cluster, read_options
from app.page import build, launch

if __name__ == "__main__":
    leave_cluster = join_cluster()  # first: whatever is asked of the models from here on, its workers answer
    read_options()  # before the page is built: a network of one's own is in its menu

demo = build()

if __name__ == "__main__":
    launch(demo, leave_cluster)
