"""Files in and out: the CSV files of the contract, their templates and their rejects.

`columns` says what each kind of file holds, `reading` makes typed rows of a file, `merging` applies
a row to what is known, `contradictions` holds the rows of a file against each other, `doubts` says
what should be looked at, `rejects` writes back what could not be taken. Nothing here opens a store
or asks a clock: what is known comes through a `Keeper`, the day as `today`.
"""
