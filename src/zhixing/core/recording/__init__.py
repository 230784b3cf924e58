"""Recording by hand: a typed form becomes the drafts that a workbook with the same content would bring."""
