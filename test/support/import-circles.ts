/** The shortest circle that leads through each place and back to it, each told once: `a → b → c → a`. */
export function importCircles(edges: readonly { from: string; to: string }[]): string[] {
  const next = new Map<string, Set<string>>();
  for (const { from, to } of edges) if (from !== to) next.set(from, (next.get(from) ?? new Set()).add(to));
  const circles = [...next.keys()].map((place) => circleThrough(place, next)).filter((circle) => circle !== undefined);
  return [...new Set(circles.map(shown))].toSorted();
}

function circleThrough(place: string, next: ReadonlyMap<string, ReadonlySet<string>>): string[] | undefined {
  const seen = new Set<string>();
  // Grows while it is walked through, the shorter ways first.
  const ways = [[place]];
  for (const way of ways) {
    for (const to of next.get(way.at(-1)!) ?? []) {
      if (to === place) return way;
      if (!seen.has(to)) ways.push([...way, to]);
      seen.add(to);
    }
  }
  return undefined;
}

/** From its first place by name, so that one circle reads the same wherever the search for it began. */
function shown(circle: readonly string[]): string {
  const first = circle.indexOf(circle.toSorted()[0]!);
  return [...circle.slice(first), ...circle.slice(0, first + 1)].join(' → ');
}
