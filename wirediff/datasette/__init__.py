"""The archive in Datasette: the reports' pages, named questions, drawn edits; read-only and safe to look at.

`plugin` is what Datasette loads (by the entry point ``datasette``); it leaves databases alone that are no archives.
Datasette itself is an extra: nothing outside this folder and ``wirediff serve`` knows of it.
"""
