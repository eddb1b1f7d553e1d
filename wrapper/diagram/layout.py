"""Puts a model on paper: zones are columns, tiers of subnets are bands, and whatever stands in them is a bar across
the zones. Connections to what keeps data run on the right, all others on the left, each bundle in a lane of its own."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Final

from wrapper.diagram.model import LOAD_BALANCER, STORES, TIERS, Connection, Model, Row
from wrapper.diagram.scene import INK, PALE, Box, Dot, Line, Scene, Text

MARGIN: Final = 20
OUTSIDE: Final = 132  # width of what stands left of the network
GUTTER: Final = 118  # room for connections, on both sides of the zones
PANEL: Final = 200  # width of what stands right of the network
ZONE: Final = 330
ZONE_GAP: Final = 14
STRIP: Final = 24  # the label of a subnet
BAR: Final = 52
BAR_GAP: Final = 12
TIER_GAP: Final = 30
LANE: Final = 18
CHIP: Final = 22

TINTS: Final = {"public": ("#eef7ee", "#7fae83"), "private": ("#edf3fb", "#7d9cc4"), "database": ("#efe7f8", "#a08cc4")}
COLOURS: Final = ("#b3423a", "#2e7d4f", "#2a5db0", "#6b4ba1", "#b06a1b", "#1f7f8c", "#8c3b6f", "#5c6b2f")


@dataclass(frozen=True)
class Bundle:
    """Connections that share a lane: all to one store, or all from one component."""

    hub: str
    connections: tuple[Connection, ...]
    colour: str
    right: bool

    @property
    def ends(self) -> list[str]:
        """What hangs on it beside the hub."""
        return [one.source if self.right else one.target for one in self.connections]


def draw(model: Model, name: str) -> Scene:
    """The picture of a deployment."""
    scene = Scene(f"{name}: Airflow on AWS, {model.region}", _describe(model))
    page = _Page(model, scene)
    page.frames()
    page.ways_out()  # behind the bars
    page.bars()
    page.entrance()
    page.connections()
    page.panel()
    page.legend()
    return scene


def _describe(model: Model) -> str:
    zones = ", ".join(zone.name for zone in model.zones)
    rows = ", ".join(f"{row.title} ({row.detail})" for row in model.rows)
    edges = ", ".join(f"{one.source} to {one.target} on {one.port}" for one in model.connections)
    return f"{model.network} over {zones}. In it: {rows}. Connections: {edges}."


class _Page:
    """Where everything is on the paper."""

    def __init__(self, model: Model, scene: Scene) -> None:
        self.model, self.scene = model, scene
        self.bundles = _bundles(model)
        self.zone_lefts: list[float] = []
        self.tiers: dict[str, tuple[float, float]] = {}
        self.boxes: dict[str, Box] = {}
        self._measure()

    def _measure(self) -> None:
        model = self.model
        left = MARGIN + OUTSIDE + GUTTER
        self.zone_lefts = [left + column * (ZONE + ZONE_GAP) for column in range(len(model.zones))]
        self.zones_right = self.zone_lefts[-1] + ZONE
        y: float = 162
        for tier in TIERS:
            rows = [row for row in model.rows if row.tier == tier]
            bars = len(rows) + (1 if tier == "public" and any(model.nat) else 0)
            if not bars:
                continue
            height = STRIP + bars * (BAR + BAR_GAP) + 4
            self.tiers[tier] = (y, y + height)
            top = y + STRIP + (BAR + BAR_GAP if tier == "public" and any(model.nat) else 0)
            for position, row in enumerate(rows):
                bar_y = top + position * (BAR + BAR_GAP)
                self.boxes[row.name] = Box(left + 18, bar_y, self.zones_right - left - 36, BAR)
            y += height + TIER_GAP
        self.network = Box(MARGIN + OUTSIDE, 96, self.zones_right + GUTTER - MARGIN - OUTSIDE, y - 96 - 6)
        self.panel_left = self.network.right + 72
        self.scene.width = self.panel_left + PANEL + MARGIN

    def frames(self) -> None:
        """The page's heading, the network, its zones, and the subnets in them."""
        model, scene = self.model, self.scene
        scene.add(Text(MARGIN, 34, scene.title, size=20, bold=True))
        scene.add(Text(MARGIN, 54, "Drawn from the plan by ./tarmac diagram.", size=12, colour=PALE))
        scene.add(replace(self.network, fill="#ffffff", stroke="#6b4ba1", thickness=1.8, radius=10))
        scene.add(Text(self.network.x + 12, self.network.y + 20, model.network, bold=True, colour="#6b4ba1", size=13))
        bottom = self.network.bottom - 12
        for zone, left in zip(model.zones, self.zone_lefts, strict=True):
            scene.add(Box(left, 130, ZONE, bottom - 130, "#fbfcfd", "#9aa5b1", dashed=True, radius=8))
            scene.add(Text(left + 10, 148, zone.name, bold=True, colour=PALE, size=12))
            for tier, (top, end) in self.tiers.items():
                fill, stroke = TINTS[tier]
                scene.add(Box(left + 8, top, ZONE - 16, end - top, fill, stroke))
                label = f"{tier} subnet  {zone.ranges.get(tier) or ''}".strip()
                scene.add(Text(left + 18, top + 16, label, size=11, colour=PALE))

    def bars(self) -> None:
        """Whatever stands in the subnets."""
        for row in self.model.rows:
            box = self.boxes[row.name]
            self.scene.add(replace(box, stroke="#3e4c59"))
            self.scene.add(Text(box.x + 12, box.y + 22, row.title, size=14, bold=True))
            self.scene.add(Text(box.x + 12, box.y + 40, row.detail, size=11, colour=PALE))
            for left, what in zip(self.zone_lefts, row.here, strict=True):
                self._chip(left + ZONE - 28, box.y + (BAR - CHIP) / 2, row, what)

    def _chip(self, right: float, y: float, row: Row, what: str | None) -> None:
        if what is None and not row.may_move:
            return
        text = what or "or here"
        colour = INK if what else PALE
        label = Text(0, y + 15, text, size=11, colour=colour, anchor="middle")
        width = label.width + 18
        fill = "#d9e2ec" if what else "#ffffff"
        self.scene.add(Box(right - width, y, width, CHIP, fill, "#829ab1", dashed=what is None, radius=5))
        self.scene.add(replace(label, x=right - width / 2))

    def ways_out(self) -> None:
        """The NAT, the gateway to the internet, and the endpoints of AWS's services."""
        if any(self.model.nat):
            self._nat()
        if self.model.endpoints:
            self._endpoints()

    def _nat(self) -> None:
        model, scene = self.model, self.scene
        public_top, public_end = self.tiers["public"]
        private_top = self.tiers["private"][0]
        middle = (self.zone_lefts[0] + self.zones_right) / 2
        gateway = Box(middle - 64, self.network.y - 13, 128, 26, "#ffffff", "#6b4ba1")
        internet = Box(middle - 64, 34, 128, 28, "#f5f7fa", PALE)
        scene.add(gateway, Text(middle, gateway.y + 17, "internet gateway", size=12, anchor="middle"))
        scene.add(internet, Text(middle, internet.y + 18, "internet", size=12, anchor="middle"))
        scene.add(Line(((middle, gateway.y), (middle, internet.bottom)), PALE, arrow=True))
        junction = self.network.y + 25
        only = next(zone for zone, what in enumerate(model.nat) if what)
        turn = public_end + TIER_GAP / 2
        for zone, left in enumerate(self.zone_lefts):
            own = zone if model.nat[zone] else only
            x = left + ZONE / 2
            target = self.zone_lefts[own] + ZONE / 2
            if model.nat[zone]:
                box = Box(x - 84, public_top + STRIP + 2, 168, BAR - 8, "#ffffff", "#3e4c59")
                scene.add(Line(((x, box.y), (x, junction), (middle, junction), (middle, gateway.bottom)), PALE, True))
                scene.add(box, Text(x, box.y + 23, str(model.nat[zone]), size=12, bold=True, anchor="middle"))
                scene.add(Line(((x, private_top), (x, box.bottom)), PALE, arrow=True))
            else:
                scene.add(Line(((x, private_top), (x, turn), (target, turn)), PALE), Dot(target, turn, PALE))

    def _endpoints(self) -> None:
        """They stand on the border of the network, at the height of the private subnets' labels."""
        y = self.tiers["private"][0] + 12
        interfaces = [name for name in self.model.endpoints if name != "s3"]
        label = "S3 endpoint" if not interfaces else f"{len(self.model.endpoints)} endpoints"
        box = Box(self.network.right - 46, y - 13, 92, 26, "#ffffff", "#6b4ba1")
        self.scene.add(Line(((self.zones_right - 8, y), (box.x, y)), PALE, arrow=True))
        self.scene.add(box, Text(box.x + 46, y + 4, label, size=11, anchor="middle"))

    def entrance(self) -> None:
        """People, and the way to the load balancer."""
        if self.model.entrance is None or LOAD_BALANCER not in self.boxes:
            return
        target = self.boxes[LOAD_BALANCER]
        y = target.y + 12
        people = Box(MARGIN, y - 24, 92, 48, "#f5f7fa", PALE)
        where = "in the network" if self.model.internal else "on the internet"
        self.scene.add(people, Text(people.x + 46, y - 3, "people", size=13, bold=True, anchor="middle"))
        self.scene.add(Text(people.x + 46, y + 14, where, size=10, colour=PALE, anchor="middle"))
        self.scene.add(Line(((people.right, y), (target.x, y)), INK, arrow=True))

    def connections(self) -> None:
        """The bundles: a lane each, with a port at each arrow."""
        for right in (False, True):
            side = [bundle for bundle in self.bundles if bundle.right is right]
            side.sort(key=self._span)
            ports = _slots(side, self.boxes, right)
            for lane, bundle in enumerate(side):
                self._bundle(bundle, lane, ports)

    def _span(self, bundle: Bundle) -> float:
        centres = [self.boxes[name].y for name in (bundle.hub, *bundle.ends)]
        return max(centres) - min(centres)

    def _bundle(self, bundle: Bundle, lane: int, ports: dict[tuple[str, str], float]) -> None:
        right = bundle.right
        some = self.boxes[bundle.hub]
        edge = some.right if right else some.x
        away = (58 + lane * LANE) * (1 if right else -1)
        x = edge + away
        hub_y = ports[(bundle.hub, bundle.hub)]
        ends = [(name, ports[(name, bundle.hub)]) for name in bundle.ends]
        heights = [hub_y, *(y for _, y in ends)]
        self.scene.add(Line(((x, min(heights)), (x, max(heights))), bundle.colour))
        for (_, y), connection in zip(ends, bundle.connections, strict=True):
            points = ((edge, y), (x, y)) if right else ((x, y), (edge, y))
            self.scene.add(Line(points, bundle.colour, arrow=not right), Dot(x, y, bundle.colour))
            if not right:
                self._port(edge - 22, y, connection.port, bundle.colour, "end")
        points = ((x, hub_y), (edge, hub_y)) if right else ((edge, hub_y), (x, hub_y))
        self.scene.add(Line(points, bundle.colour, arrow=right), Dot(x, hub_y, bundle.colour))
        if right:
            self._port(edge + 22, hub_y, bundle.connections[0].port, bundle.colour, "start")

    def _port(self, x: float, y: float, port: str, colour: str, anchor: str) -> None:
        label = Text(x, y - 3, port, size=10, colour=colour)
        self.scene.add(replace(label, anchor="end" if anchor == "end" else "start"))

    def panel(self) -> None:
        """What stands in the region, outside of the network."""
        y = self.panel_bottom = self.network.y
        if not self.model.around:
            return
        self.scene.add(Text(self.panel_left, y - 8, f"In {self.model.region}, beside the network", size=12, bold=True))
        private = self.tiers.get("private", (y, y))[0] + 12
        for title, lines in self.model.around:
            height = 30 + 16 * len(lines)
            box = Box(self.panel_left, y, PANEL, height, "#f5f7fa", "#9aa5b1")
            self.scene.add(box, Text(box.x + 12, y + 20, title, size=13, bold=True))
            for number, line in enumerate(lines):
                self.scene.add(Text(box.x + 12, y + 38 + 16 * number, line, size=11, colour=PALE))
            if title == "S3" and self.model.endpoints:
                self._to_s3(box, private)
            y = box.bottom + 12
        self.panel_bottom = y

    def _to_s3(self, box: Box, y: float) -> None:
        x, middle = self.network.right + 24, box.y + box.height / 2
        self.scene.add(Line(((x, y - 13), (x, middle), (box.x, middle)), PALE, arrow=True))

    def legend(self) -> None:
        """What each bundle is for, in words."""
        x, y = float(MARGIN), self.network.bottom + 34
        scene = self.scene
        scene.add(Text(x, y, "Who may connect to whom (security groups)", size=13, bold=True))
        y += 22
        for colour, text in self._legend():
            scene.add(Line(((x, y - 4), (x + 26, y - 4)), colour, thickness=2.4))
            scene.add(Text(x + 36, y, text, size=12))
            y += 19
        scene.height = max(y + 6, self.panel_bottom + MARGIN)

    def _legend(self) -> Sequence[tuple[str, str]]:
        rows = []
        titles = {row.name: row.title for row in self.model.rows}
        if self.model.entrance:
            rows.append((INK, f"people to load balancer: {self.model.entrance}"))
        for bundle in sorted(self.bundles, key=lambda one: one.right):
            if bundle.right:
                ports = ", ".join(dict.fromkeys(one.port for one in bundle.connections))
                purposes = "; ".join(dict.fromkeys(one.purpose for one in bundle.connections))
                ends = ", ".join(titles[name] for name in bundle.ends)
                rows.append((bundle.colour, f"{ends} to {titles[bundle.hub]}: {ports}, {purposes}"))
            else:
                each = [f"{titles[one.target]} {one.port} ({one.purpose})" for one in bundle.connections]
                rows.append((bundle.colour, f"{titles[bundle.hub]} to {', '.join(each)}"))
        for one in self.model.outside:
            rows.append((PALE, f"{one.source} to {one.target}: {one.port}"))
        if any(self.model.nat) or self.model.endpoints:
            rows.append((PALE, "every task out by 443: image, secrets, logs, and what DAGs ask; S3 by its endpoint"))
        return rows


def _bundles(model: Model) -> list[Bundle]:
    found: list[tuple[str, bool, list[Connection]]] = []
    for store in STORES:
        to_store = [one for one in model.connections if one.target == store]
        if to_store:
            found.append((store, True, to_store))
    for source in dict.fromkeys(one.source for one in model.connections if one.target not in STORES):
        others = [one for one in model.connections if one.source == source and one.target not in STORES]
        found.append((source, False, others))
    order = {row.name: position for position, row in enumerate(model.rows)}
    bundles = []
    for number, (hub, right, connections) in enumerate(found):
        connections.sort(key=lambda one: order[one.source if right else one.target])
        bundles.append(Bundle(hub, tuple(connections), COLOURS[number % len(COLOURS)], right))
    return bundles


def _slots(bundles: Sequence[Bundle], boxes: dict[str, Box], right: bool) -> dict[tuple[str, str], float]:
    """The height at which each bundle touches each bar, by bar and bundle; no two touch at the same."""
    touching: dict[str, list[Bundle]] = {name: [] for name in boxes}
    for bundle in bundles:
        for name in (bundle.hub, *bundle.ends):
            touching[name].append(bundle)
    found = {}
    for name, box in boxes.items():
        entrance = 1 if name == LOAD_BALANCER and not right else 0  # people come in above
        # What comes from above touches above, what comes from below touches below.
        here = sorted(touching[name], key=lambda one: sum(boxes[end].y for end in (one.hub, *one.ends) if end != name))
        step = BAR / (len(here) + entrance + 1)
        for position, bundle in enumerate(here):
            found[(name, bundle.hub)] = box.y + step * (position + 1 + entrance)
    return found
