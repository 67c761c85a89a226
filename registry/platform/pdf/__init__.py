"""Files in PDF: fonts with a fallback per character, drawing on pages, archiving as PDF/A-3b.

Nothing here knows what is certified. ReportLab draws, pikepdf finishes; equal input gives equal bytes.
"""
