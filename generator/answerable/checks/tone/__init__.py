"""How a reply sounds: words that a person would not send, and the same reply again."""
