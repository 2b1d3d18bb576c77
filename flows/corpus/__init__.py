"""What the texts say together: pure functions over the facts of all documents."""
