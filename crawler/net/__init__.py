"""Asking addresses: names, guards, robots.txt, recording, and what became of each look."""
