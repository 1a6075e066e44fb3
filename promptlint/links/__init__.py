"""Image links: what the address tells offline, and the check that asks the host, safely and fast."""
