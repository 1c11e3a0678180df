"""Speed, memory and accuracy, measured beside a peer or a floor: ``python -m bench``."""
