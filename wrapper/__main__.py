"""`python -m wrapper`: the command line that `./tarmac` runs."""

from wrapper.cli import main

main()
