"""A site as a whole: reach, identity, safety, links, search."""
