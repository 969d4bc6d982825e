"""Personal data in a file: masked in comments, found among the columns, and hashed where it serves as an id."""
