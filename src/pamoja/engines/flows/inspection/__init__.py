"""What a flow needs and gives, without running it: dependencies, results, local variables, problems that are likely."""
