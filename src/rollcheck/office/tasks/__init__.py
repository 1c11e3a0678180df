"""Long work as rows of the database: asked for, run by a worker, watched, cancelled, repeated."""
