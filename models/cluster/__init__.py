"""Many machines: what answers `models.api` in other processes, on Ray. An extra, requirements-cluster.txt; without it nothing here is used.

    the page's server                                    a worker, one of many
    connect.py   replaces the functions of models.api    worker.py     a Ray actor
    dispatcher.py   one call, one stream                    answering.py  models.api itself, over the same values
    pool.py      which workers live                      recorder.py   what a visitor's call changed
    placement.py who sits where
    checkpoints.py   what comes back when a worker dies

`app` calls `api.name` as before. What is asked goes to the worker that holds the visitor's state; the answer brings along what the call
changed of the visitor's classes and networks (`Change`). The server keeps that, so a visitor whose worker dies is moved to another with
everything that the page was told of, and the question is asked once more.
"""
