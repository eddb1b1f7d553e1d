"""What those measure who work on Tarmac itself."""
