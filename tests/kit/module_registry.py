"""A module registry on this machine, and the git repository behind it: what a user of third-party modules has.

The network module in it is small; its inputs and outputs have the names of those of terraform-aws-modules/vpc.
"""

from __future__ import annotations

import json
import os
import subprocess
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Thread

from tests.waiting import HANGS

NETWORK = """\
terraform {
  required_providers {
    aws = {
      source  = "hashicorp/aws"
      version = ">= 5.79"
    }
  }
}

variable "name" {
  description = "Name of the network"
  type        = string
  default     = ""
}

variable "cidr" {
  description = "Its range"
  type        = string
  default     = "10.0.0.0/16"
}

variable "azs" {
  type    = list(string)
  default = []
}

variable "public_subnets" {
  type    = list(string)
  default = []
}

variable "private_subnets" {
  type    = list(string)
  default = []
}

variable "database_subnets" {
  type    = list(string)
  default = []
}

variable "create_database_subnet_group" {
  type    = bool
  default = true
}

variable "enable_nat_gateway" {
  type    = bool
  default = false
}

variable "single_nat_gateway" {
  type    = bool
  default = false
}

variable "tags-of" {
  description = "Tags by what they are for"
  type = map(object({
    key   = string
    value = optional(string, "yes")
  }))
  default = {}
}

locals {
  subnets = merge([
    for tier, ranges in {
      public   = var.public_subnets
      private  = var.private_subnets
      database = var.database_subnets
    } : { for index, range in ranges : "${tier}-${index}" => { zone = var.azs[index], range = range } }
  ]...)
}

resource "aws_vpc" "this" {
  cidr_block           = var.cidr
  enable_dns_hostnames = true
  tags                 = merge({ Name = var.name }, { for tag in var.tags-of : tag.key => tag.value })
}

resource "aws_subnet" "this" {
  for_each = local.subnets

  vpc_id            = aws_vpc.this.id
  cidr_block        = each.value.range
  availability_zone = each.value.zone
}

resource "aws_route_table" "this" {
  for_each = toset(["public", "private", "database"])

  vpc_id = aws_vpc.this.id
}
"""
OUTPUTS = """\
output "vpc_id" {
  description = "ID of the network"
  value       = aws_vpc.this.id
}

output "vpc_cidr_block" {
  value = aws_vpc.this.cidr_block
}

output "azs" {
  value = var.azs
}

output "public_subnets" {
  value = [for index in range(length(var.public_subnets)) : aws_subnet.this["public-${index}"].id]
}

output "private_subnets" {
  value = [for index in range(length(var.private_subnets)) : aws_subnet.this["private-${index}"].id]
}

output "database_subnets" {
  value = [for index in range(length(var.database_subnets)) : aws_subnet.this["database-${index}"].id]
}

output "public_route_table_ids" {
  value = [aws_route_table.this["public"].id]
}

output "private_route_table_ids" {
  value = [aws_route_table.this["private"].id]
}

output "database_route_table_ids" {
  value = [aws_route_table.this["database"].id]
}

output "nat_public_ips" {
  value = []
}
"""


def repository(folder: Path, tag: str) -> str:
    """A git repository with the network module in `modules/network`, tagged; its source, as in a module block."""
    module = folder / "modules" / "network"
    module.mkdir(parents=True)
    (module / "main.tf").write_text(NETWORK)
    (module / "outputs.tf").write_text(OUTPUTS)
    author = ["-c", "user.name=somebody", "-c", "user.email=somebody@example.com", "-c", "commit.gpgsign=false"]
    for command in (
        ["init", "--quiet"],
        ["add", "."],
        [*author, "commit", "--quiet", "--message", "Make a network"],
        ["-c", "tag.gpgsign=false", "tag", tag],
    ):
        subprocess.run(["git", *command], cwd=folder, check=True)
    return f"git::file://{folder}//modules/network?ref={tag}"


@contextmanager
def registry(modules: Mapping[tuple[str, str], str]) -> Iterator[str]:
    """Serves modules, by name and version, from other sources; the address for a CLI configuration.

    Protocol: https://developer.hashicorp.com/terraform/internals/module-registry-protocol
    """

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            name, _, asked = self.path.removeprefix("/v1/modules/").rpartition("/")
            versions = [{"version": version} for served, version in modules if served == name]
            called, _, version = name.rpartition("/")
            if asked == "versions" and versions:
                body = json.dumps({"modules": [{"versions": versions}]}).encode()
                self.send_response(200)
                self.send_header("Content-Type", "application/json")
                self.send_header("Content-Length", str(len(body)))
                self.end_headers()
                self.wfile.write(body)
            elif asked == "download" and (called, version) in modules:
                self.send_response(204)
                self.send_header("X-Terraform-Get", modules[called, version])
                self.end_headers()
            else:
                self.send_error(404)

        def log_message(self, format: str, *arguments: object) -> None:
            """Nothing is printed."""

    with ThreadingHTTPServer(("127.0.0.1", 0), Handler) as server:
        thread = Thread(target=server.serve_forever)
        thread.start()
        try:
            yield f"http://127.0.0.1:{server.server_port}/v1/modules/"
        finally:
            server.shutdown()
            thread.join()


def with_registry(environment: Mapping[str, str], address: str, file: Path) -> dict[str, str]:
    """An environment of Terraform in which registry.terraform.io has its modules there, and its providers as before."""
    before = environment.get("TF_CLI_CONFIG_FILE") or os.environ.get("TF_CLI_CONFIG_FILE", "")
    text = Path(before).read_text() if before and Path(before).is_file() else ""
    providers = "https://registry.terraform.io/v1/providers/"
    services = f'    "modules.v1"   = "{address}"\n    "providers.v1" = "{providers}"\n'
    file.write_text(f'{text}\nhost "registry.terraform.io" {{\n  services = {{\n{services}  }}\n}}\n')
    # Terraform waits ten seconds; the registry is a thread of the tests.
    patience = {"TF_REGISTRY_CLIENT_TIMEOUT": f"{HANGS:.0f}"}
    return dict(environment) | patience | {"TF_CLI_CONFIG_FILE": str(file)}
