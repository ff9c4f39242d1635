"""Workers on many machines: visits go out and answers come back through a broker, one outlet in one worker's hands.

The archive stays the only source of truth: whatever the broker or a worker loses is dispatched again, and what comes
twice is kept once. See docs/scaling.md.
"""
