"""How long a petition is kept, and the destruction of what is personal in it when that is over."""
