"""Whether an image is at a link: the only importer of an HTTP client besides the guards."""
