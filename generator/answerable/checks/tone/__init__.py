"""Rules on tone: phrases that a person would not send, and repeated replies."""
