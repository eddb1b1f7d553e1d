"""What is deployed: stacks composed from the modules, and the settings that say how. Never imports `wrapper`."""
