"""What goes out to other networks: texts as they count them; and the site as the world sees it."""
