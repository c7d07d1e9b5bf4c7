/** Their definitions have no scope of their own, and `e-commerce` does for everything about them. */
const COMMERCE = ['products', 'line_items'];

/** Any of these allows the call. */
export function scopesFor(object: string, scopes: readonly string[]): string[] {
  const own = scopes.map((scope) => scope.replace('{object}', object));
  if (!COMMERCE.includes(object) || own.every((scope, index) => scope === scopes[index])) return own;
  return [...own.filter((scope) => !scope.startsWith('crm.schemas.')), 'e-commerce'];
}
