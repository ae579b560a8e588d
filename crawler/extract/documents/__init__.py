"""Documents: title, days, who and number from headers of all kinds, the text, attachments and related documents."""
