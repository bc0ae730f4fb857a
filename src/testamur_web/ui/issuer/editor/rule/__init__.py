"""The builder of rules: what a whole is made of, as boxes in boxes, read back as a sentence."""
