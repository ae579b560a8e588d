"""Required columns (栏目)."""
