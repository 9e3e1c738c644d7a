"""Reads a HAR, which may be in a ZIP archive."""

import json
import zipfile


def read(file):
    if file.endswith(".zip"):
        with zipfile.ZipFile(file) as archive:
            text = archive.read(archive.namelist()[0])
    else:
        with open(file, "rb") as har:
            text = har.read()
    return json.loads(text.decode("utf-8-sig"))
