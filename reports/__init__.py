"""TELL: turns an audit result into HTML and other forms; knows nothing but the result (docs/architecture.md)."""
