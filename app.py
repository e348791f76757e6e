"""The Space's entry: build the page, open it to visitors; nothing else."""

from app.page import build, launch

demo = build()

if __name__ == "__main__":
    launch(demo)
