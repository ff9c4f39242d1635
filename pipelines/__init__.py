"""What happens to a page after it was fetched: one stage a file, in the order of one tuple."""
