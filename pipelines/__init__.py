"""What happens to a page after it was fetched: one stage a file, in the order of one tuple.

The first stage needs nothing but the page and runs in worker processes; the others read the archive and run in the
one writer, all of a fetch in one transaction. A stage is a function of an `Arrival` and a `Desk`; to add one, write
its file and name it here. Stages before `RETOLD`'s end are run again for every fetch when an article is derived anew,
those after it once, for the article as a whole.
"""

from pipelines import clean, diff, judging, keep, story

ARCHIVIST = (judging.weigh, clean.clean, keep.keep, diff.diff, story.join)
RETOLD = ARCHIVIST[:4]
