"""The review: lines given to people, what each finds, and when a finding stands."""
