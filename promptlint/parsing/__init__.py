"""Text → `Prompt`: `lalr` makes tokens with the grammar's tables, a builder makes a `Prompt` from the tokens.

`parser` is the entry point. `plain` reads plain words with well-written parameters, as in most prompts; `builder` reads all others,
with `parameters` (beginnings and their mistakes, and text that no parameter accepts), `values` (the words after a flag, and which
of them are its values), `braces` and `linktoken`. Some things are handled once, outside the grammar, for better reports: quotes,
echo, brackets and escaped dashes in `around`, `invisible` characters, and `missing_dashes` at the end of a text. `syntax_tree`
returns the tree.
"""
