"""The meaning of a parsed prompt: the active model, its parameters under that model, the account's options."""
