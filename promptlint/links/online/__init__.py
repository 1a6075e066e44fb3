"""Check over the network that a link is an image. Apart from the guards, the only importer of an HTTP client."""
