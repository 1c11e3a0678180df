"""What is worked on: petitions, side by side, each with its law, dates and numbers."""
