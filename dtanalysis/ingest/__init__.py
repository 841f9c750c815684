"""
A received file becomes observations, issues and a row ledger.

So far: names in received text are matched with the register, exactly and on their dates (`matching`).
"""
