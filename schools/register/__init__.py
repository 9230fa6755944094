"""The import of the official registers, one module for each noun.

reading (files, encodings, rows) → rules (one value at a time) → england, nations (one row to facts) → importing
(compare and write); links and trusts read the register's companion files. docs/data.md has the rules in a table.
"""
