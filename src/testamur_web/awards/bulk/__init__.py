"""Many awards from one table of people: read, understood, checked, repaired, started, issued.

`sheets` reads files, `columns` guesses what they hold, `checking` tells row by row what would
happen, `batches` changes, `running` issues, `reports` writes tables for people.
"""
