"""What lies between two versions of a text, exactly and in a reader's terms. Pure functions: no I/O, no logging.

The public face is ``from wirediff import compare, collate``. How a comparison is made, a file a step::

    tokens, passages      where words, sentences and paragraphs stand
    align                 equal ends, equal passages; then, region by region, all that is left
    order, near           what kept its order, what moved, what moved and was edited, split or merged
    regions, belonging    which sentences of a region became which
    phrases, joints       from matched words to phrases that a person would mark, splits and merges
    script                edits that cover exactly what differs, white space included
    kinds, materiality    what an edit is and whether it matters
    compare, collate      two versions; one base and many versions
    apply                 the edits put to work: before becomes after

Which version was made from which, and what a machine reworded::

    tree, lineage         a story's family tree; what each version did with its parent, and the reasons in words
    descent, arborescence how well one version explains another; the best tree over all, and how sure its edges are
    rewriting, facts      signals of machine rewriting; what a rewriting keeps
    shared                the passages that two texts share
"""
