"""What a shell completes: asked at every TAB, so that no parser is imported and nothing is ever said.

`lane` is the door. `line` reads what bash has typed, `spot` says what is wanted where the cursor stands,
`known` has what everybody may see, `seen` what this user may, and `table` the commands, made by tools/pages.
"""
