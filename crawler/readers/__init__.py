"""Reading pages: in this process, or in others, which a page may break or hang without harm to the gathering."""
