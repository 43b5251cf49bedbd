"""What may go in which slot, why not, and which slots suit best."""
