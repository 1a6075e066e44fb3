"""What a parsed prompt means: the model in force, its parameters against that model, the account's options."""
