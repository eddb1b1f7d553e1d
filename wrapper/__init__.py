"""The command line: Terraform, the embedded AWS, secrets and local containers."""
