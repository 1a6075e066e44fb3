"""Request bodies: what a service takes, what is wrong with one about to be sent, and a guard that stops it."""
