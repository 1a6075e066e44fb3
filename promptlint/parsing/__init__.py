"""The reading of one prompt, room by room; `promptlint.parser` is the door.

`lalr` makes nodes of a text by the grammar's tables. `plain` reads what is written as the documents say, `anyform` every
other form: `flags` tells where parameters begin, `tail` reads them, `take` which words are their values, `pieces` what a
word is, `braces` resolves permutations, `bare` finds forgotten dashes, `linktoken` makes links, `invisible` reads past
characters nobody sees. `shapes` says what values look like, `reading` holds what is found so far.
"""
