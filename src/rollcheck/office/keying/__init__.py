"""Lines keyed beside their image, by two people who do not see each other, and what stands."""
