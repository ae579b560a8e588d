"""Consultations and their feedback, letters and their answers, forms."""
