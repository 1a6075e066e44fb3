"""The commands, one per module, each with `run(call, streams) -> exit status`. `options.COMMANDS` lists them."""
