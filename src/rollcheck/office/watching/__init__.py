"""What supervisors watch: progress, pace, findings, who needs help. Nothing of it is public."""
