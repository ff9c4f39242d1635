"""What happens to a page after it was fetched: one stage a file, in the order of `pipelines.order`.

The first stage needs nothing but the page and runs in worker processes, which load nothing of the others; these read
the archive and run in the one writer, all of a fetch in one transaction.
"""
