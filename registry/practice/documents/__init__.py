"""How practice is shown: its words in both languages, its one-line answers, the timeline picture. No database."""
