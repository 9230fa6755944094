"""What visitors and members see: one module for each noun."""
