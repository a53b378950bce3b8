"""Rules asked of subjects: verdicts, and the rules' own cases."""
