"""
From executed notebooks to what people keep: one small module per format.

``html`` makes the self-contained page and the index of a report folder. Everything is made from the
executed notebook, whose exhibits carry caption, alternative text and figures as structured data beside the
HTML.
"""
