"""The order of the archivist's stages: each a function of an `Arrival` and a `Desk`, one a file.

To add one, write its file and name it here. When an article is derived anew, the stages of `RETOLD` are run again for
every fetch, those of `ONCE` once, for the article as a whole.
"""

from pipelines import clean, diff, identify, judging, keep, story

RETOLD = (judging.weigh, identify.link, clean.clean, keep.keep, diff.diff)
ONCE = (story.join,)
