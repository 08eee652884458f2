"""What a person should know about, kept until they have read it."""
