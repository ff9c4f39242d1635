"""The two ends of a visit that a worker makes: what the worker reads of it, and how the archivist keeps that."""
