"""A question answered: counts from `queries` weighed by `inference`, shared by pages, command line and exports."""
