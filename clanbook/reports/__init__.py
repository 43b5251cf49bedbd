"""What is printed: the board report in its forms, and text from people made fit to be shown."""
