"""The CDKTF app: `cdktf.json` runs it, and so does `./tarmac synth`."""

import sys
from importlib import import_module
from threading import Thread


def main() -> None:
    """Synthesizes every stack; ends with one sentence where something is a person's to mend."""
    # Half of the time goes into starting Node: meanwhile the settings are read and the modules loaded.
    Thread(target=import_module, args=["kit.framework"]).start()
    from kit.errors import KitError
    from stacks.settings import SettingsError, load

    try:
        settings = load()
        import_module("modules")
        from stacks.app import build

        build(settings).synth()
    except (KitError, SettingsError) as error:
        sys.exit(f"{error}")


if __name__ == "__main__":
    main()
