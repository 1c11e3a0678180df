"""Lines of one person side by side: by voter, and where no voter was found; people settle them."""
