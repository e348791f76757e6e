"""A visitor's work as files: saved to be taken along, opened again here or on another server.

    project.json                 version, link, classes with their examples, rows of Train's table
    <class>/001.png|jpg|ink      pictures as they are kept, drawings as strokes
    networks/<name>.safetensors  as they are taken home
    picture.<jpg|png|...>        the visitor's own picture in Look

What a project is, as a value, is in `models.types.projects`; `document` reads and writes project.json, `names` makes safe folders of names.
"""
