"""What only the nights can prove."""
