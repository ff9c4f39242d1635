"""What happens to a page after it was fetched: one stage a file, in the order of one tuple.

The first stage needs nothing but the page and runs in worker processes; the others read the archive and run in the
one writer, all of a fetch in one transaction. A stage is a function of an `Arrival` and a `Desk`; to add one, write
its file and name it here. When an article is derived anew, the stages of `RETOLD` are run again for every fetch, those
of `ONCE` once, for the article as a whole.
"""

from pipelines import clean, diff, identify, judging, keep, story

RETOLD = (judging.weigh, identify.link, clean.clean, keep.keep, diff.diff)
ONCE = (story.join,)
ARCHIVIST = (*RETOLD, *ONCE)
