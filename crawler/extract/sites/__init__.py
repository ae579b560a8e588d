"""The site as such: who runs it, what its home page offers, signs that it was tampered with."""
