"""The commands, one a module, each with `run(call, streams) -> exit status`. `options.COMMANDS` lists them."""
