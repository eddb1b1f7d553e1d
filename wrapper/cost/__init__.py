"""What a deployment costs a month, from its plan and a dated table of prices."""
