"""What two features need: errors, transactions, workflows, audit, clock, bilingual text. Knows no feature."""
