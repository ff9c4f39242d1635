"""What comes in from other programs and goes out to them: lists of outlets, archives, evidence."""
