"""
A received file becomes observations, issues and a row ledger.

So far: numbers are read by a written grammar per unit of measure (`numbers`), bytes in whatever Vietnamese encoding
become Unicode or are refused by name (`encodings`), and names in received text are matched with the register, exactly
and on their dates (`matching`).
"""
