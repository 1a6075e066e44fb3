"""Text → `Prompt`, in three steps: `lalr` makes tokens of it by the grammar's tables, a builder makes a `Prompt` of the tokens.

`parser` is the door. `lalr` drives the tables. `short` builds the prompts that are written as the documents say, `builder` all,
with `parameters` (a beginning's slips, and what no parameter takes), `values` and `words` (which words are values), `braces` and
`linktoken`. What is told better around the grammar stands around it, once: quotes and echo in `builder`, `invisible`
characters, and `missing_dashes` at the end of a text. `plain` tells prompts that need no reading; `syntax_tree` shows the tree.
"""
