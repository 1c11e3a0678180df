"""From the last decision to the certificate: the run of a petition that people worked here."""
