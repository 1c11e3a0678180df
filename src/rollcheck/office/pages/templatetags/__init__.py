"""Tags of the layout."""
