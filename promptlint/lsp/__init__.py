"""The language server: diagnostics, fixes, hover and completion in editors. `server` speaks the protocol, the rest does not."""
