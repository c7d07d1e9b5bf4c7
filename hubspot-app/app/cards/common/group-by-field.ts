/** Changes in the order given, one group for each field: its newest first, those that came before it after that. */
export function groupByField<C>(changes: readonly C[], fieldOf: (change: C) => string): { newest: C; earlier: C[] }[] {
  const groups = new Map<string, { newest: C; earlier: C[] }>();
  for (const change of changes) {
    const group = groups.get(fieldOf(change));
    if (group) group.earlier.push(change);
    else groups.set(fieldOf(change), { newest: change, earlier: [] });
  }
  return [...groups.values()];
}
