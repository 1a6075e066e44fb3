"""Image links: offline checks of the address, and the check over the network."""
