"""The table of figures in docs/local-containers.md: measured on a running deployment, written on demand."""

from __future__ import annotations

import re

from running import Deployment

from wrapper.paths import ROOT

PAGE = ROOT / "docs" / "local-containers.md"
BEGIN, END = "<!-- figures -->", "<!-- end of figures -->"


def write_table(deployment: Deployment, *, write: bool) -> str:
    """The table in Markdown; into the page too, where `write`."""
    after = dict(re.findall(r"^([\w-]+): (?:healthy|done) after (\S+(?: \d+s)?)$", deployment.printed, re.MULTILINE))
    inspected = deployment.inspect()
    median = deployment.empty_task_seconds()
    lines = ["| component | vCPU / MiB | healthy after its start | peak MiB |", "|---|---|---|---|"]
    for row in deployment.status()["containers"]:
        name = row["component"]
        host = inspected[name]["HostConfig"]
        cpus = host["NanoCpus"] / 1e9 or host["CpuQuota"] / (host["CpuPeriod"] or 100_000)
        peak = "-" if row["memory_peak_mib"] is None else row["memory_peak_mib"]
        lines.append(f"| {name} | {cpus:g} / {row['memory_limit_mib']} | {after[name]} | {peak} |")
    lines += ["", f"An empty task, from the trigger to the end of its run: {median:.1f} s in the median of five."]
    table = "\n".join(lines)
    if write:
        before, rest = PAGE.read_text().split(BEGIN)
        PAGE.write_text(f"{before}{BEGIN}\n{table}\n{END}{rest.split(END)[1]}")
    return table
