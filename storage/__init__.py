"""The only SQL of wirediff: the archive, its migrations, its named queries, its pages."""
