"""wirediff follows a news story across outlets and through time."""
