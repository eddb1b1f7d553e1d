"""The life of a deployment: planned, applied, brought in order again, destroyed."""
