"""One module for each kind of case: `results(folder)` yields a Result for each case found below the folder."""
