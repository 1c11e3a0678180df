"""Defects of sheets and sections: which lines the law voids by them, and taking them back."""
