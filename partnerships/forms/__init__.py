"""What people type: the search, projects, partners, the board, notes."""
