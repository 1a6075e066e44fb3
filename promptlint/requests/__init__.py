"""Request bodies: the fields of services, linting a body before it is sent, and a guard that stops bad requests."""
