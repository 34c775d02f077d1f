"""Files of people, read and compared with the roster; nothing here changes anything (accounts.actions.imports does)."""
