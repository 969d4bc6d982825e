"""The same files through several loaders, each a program of its own: `python -m … kind file folder`."""
