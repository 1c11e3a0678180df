"""Who works here and what each may see and do: people, their roles, the table of rights."""
