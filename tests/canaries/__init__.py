"""Words that sing where they should not be: one for each compartment of each authority."""
