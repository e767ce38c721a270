"""What goes out to other networks: texts as they count them."""
