"""Every SELECT of the product, a function per question; they return counts and sums, never a file's rows."""
