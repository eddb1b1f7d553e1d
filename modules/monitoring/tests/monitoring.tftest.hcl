# Plans with a mocked provider: `terraform init && terraform test` in this module's folder needs no account.

mock_provider "aws" {
  mock_data "aws_iam_policy_document" {
    defaults = { json = "{}" }
  }

  mock_resource "aws_sns_topic" {
    defaults = { arn = "arn:aws:sns:us-east-1:123456789012:sample-alarms" }
  }
}

variables {
  name         = "sample"
  cluster_name = "airflow"
  services = {
    "scheduler" = { name = "airflow-scheduler" }
    "worker"    = { name = "airflow-worker", min_count = 2 }
  }
  queues = { default = "airflow-worker" }
}

run "services_alone_are_enough" {
  command = plan

  assert {
    condition     = aws_sns_topic.this.name == "sample-alarms"
    error_message = "There is a topic, whoever listens."
  }

  assert {
    condition     = keys(aws_cloudwatch_metric_alarm.tasks_missing) == ["worker"]
    error_message = "A service without a least number has no alarm."
  }

  assert {
    condition     = aws_cloudwatch_metric_alarm.tasks_missing["worker"].threshold == 2
    error_message = "It tells of fewer tasks than should be."
  }

  assert {
    condition     = length(aws_cloudwatch_metric_alarm.database_storage) + length(aws_cloudwatch_metric_alarm.broker_memory) == 0
    error_message = "What is not there is not watched."
  }
}

run "a_serverless_database_is_watched_by_its_capacity" {
  command = plan

  variables {
    database = { cluster_identifier = "airflow", max_capacity = 2 }
  }

  assert {
    condition     = length(aws_cloudwatch_metric_alarm.database_capacity) == 1 && length(aws_cloudwatch_metric_alarm.database_cpu) == 0
    error_message = "Its capacity says more than its CPU."
  }

  assert {
    condition     = aws_cloudwatch_metric_alarm.database_connections[0].threshold == 300
    error_message = "The connections that Aurora allows follow the most capacity."
  }
}

run "a_database_of_a_fixed_size_is_watched_by_its_cpu" {
  command = plan

  variables {
    database = { cluster_identifier = "airflow" }
  }

  assert {
    condition     = length(aws_cloudwatch_metric_alarm.database_capacity) == 0 && length(aws_cloudwatch_metric_alarm.database_cpu) == 1
    error_message = "It has no capacity that grows."
  }
}

run "without_airflows_metrics_nothing_waits_for_them" {
  command = plan

  variables {
    airflow_metrics = false
  }

  assert {
    condition     = length(aws_cloudwatch_metric_alarm.scheduler_silent) == 0
    error_message = "An alarm on what nobody publishes would be on for ever."
  }
}

run "costs_are_told_apart_by_the_tag" {
  command = plan

  variables {
    budget         = { monthly_usd = 200 }
    cost_anomalies = {}
  }

  assert {
    condition     = one(aws_budgets_budget.this[0].cost_filter).values[0] == join("$", ["user:Deployment", "sample"])
    error_message = "The budget is that of the deployment alone."
  }

  assert {
    condition     = jsondecode(aws_ce_anomaly_monitor.this[0].monitor_specification).Tags.Values == ["sample"]
    error_message = "So are the costs that are watched."
  }
}

run "the_dashboard_shows_what_there_is" {
  variables {
    airflow_metrics    = false
    redis_service_name = "airflow-redis"
  }

  assert {
    condition = [for widget in jsondecode(aws_cloudwatch_dashboard.this[0].dashboard_body).widgets : widget.properties.title] == [
      "Alarms of sample: what to do is in the runbook",
      "Tasks queued and running, by queue",
      "Workers needed and running, by queue",
      "Tasks that run",
      "CPU of the busiest task, in %",
      "Memory of the fullest task, in %",
      "Broker: memory and CPU of its task, in %",
    ]
    error_message = "There is no graph that nothing fills."
  }

  assert {
    condition = jsondecode(aws_cloudwatch_dashboard.this[0].dashboard_body).widgets[1].properties.metrics == [
      ["Tarmac/Airflow", "Backlog", "Deployment", "sample", "Queue", "default", { label = "default", stat = "Maximum" }],
    ]
    error_message = "A line for each queue."
  }
}

run "what_is_no_mail_address_is_refused" {
  command = plan

  variables {
    emails = ["on-call"]
  }

  expect_failures = [var.emails]
}

run "a_budget_of_nothing_is_refused" {
  command = plan

  variables {
    budget = { monthly_usd = 0 }
  }

  expect_failures = [var.budget]
}
