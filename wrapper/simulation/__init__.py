"""A discrete-event model of a queue and its workers, to compare rules that scale them."""
