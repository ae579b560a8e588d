"""The spider that carries surveys out."""
