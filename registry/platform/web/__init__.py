"""The technique of pages: templates, words in two languages, forms, faults, headers, addresses. No domain word."""
