"""The secrets of a deployment: what there is, what is missing, how one is replaced while everything runs on."""
