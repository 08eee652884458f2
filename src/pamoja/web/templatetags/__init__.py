"""What templates of every layer may load."""
