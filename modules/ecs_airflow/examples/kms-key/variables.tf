variable "image" {
  description = "Image made from docker/airflow, in a registry that the tasks reach: with its tag or digest."
  type        = string
}
