/** Many ERPs write a product's code into its name as well: it is said once. */
export const codeBeside = (name: string, code: string | null): string | null => (code && !name.includes(code) ? code : null);
