"""What practice pages need."""
