"""How every page looks: the layout, errors, health, and the design system's files."""
