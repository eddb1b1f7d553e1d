"""What `./tarmac upgrade` is made of: looks before, a snapshot, the roll in its order, and the way back."""
