"""Text → `Prompt`: `lalr` makes tokens with the grammar's tables, a builder makes a `Prompt` from the tokens.

`parser` is the entry point. `lalr` drives the tables. `short` builds well-written prompts, `builder` all others, with
`parameters` (beginnings and their mistakes, and text that no parameter accepts), `values` and `words` (which words are values),
`braces` and `linktoken`. Some things are handled once, outside the grammar, for better reports: quotes and echo in `builder`,
`invisible` characters, and `missing_dashes` at the end of a text. `plain` recognizes prompts that need no parsing; `syntax_tree`
returns the tree.
"""
