"""Lets `python -m mingjian` stand for the command."""

from mingjian.cli import main

if __name__ == "__main__":
    main()
