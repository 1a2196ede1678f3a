"""For tools that look for this file; people use the `holdfast` command."""

from casework.config.command_line import main

if __name__ == "__main__":
    main()
