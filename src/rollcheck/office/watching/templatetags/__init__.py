"""How watching's figures are written."""
