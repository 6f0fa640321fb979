"""What a checklist says and how it is answered: rules, the shipped text, and its three outputs."""
