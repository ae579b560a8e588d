"""Published documents, the gazette and the guide among them."""
