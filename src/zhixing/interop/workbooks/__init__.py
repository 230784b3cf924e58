"""Workbooks in: a clerk's folder of .xlsx, .xls and .csv files as rows for the core, told by their headers.

`folder` is the door; everything a stranger's file touches runs in a limited child process (`child`).
"""
