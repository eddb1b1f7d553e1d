"""What modules are written with: Terraform in Python, published as Terraform. Knows nothing of Airflow."""
