"""Acts: the only code that saves, and the log of what was done, by whom and when."""
