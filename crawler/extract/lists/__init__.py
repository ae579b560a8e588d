"""Lists: the main list of a page, its rows with their days, its paging, and the navigation beside it."""
