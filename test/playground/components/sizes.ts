const LONG: Record<string, string> = { 'extra-small': 'xs', small: 'sm', medium: 'md', large: 'lg', 'extra-large': 'xl' };

/** HubSpot spells every size in two ways. */
export const sizeOf = (size: string | undefined, otherwise = 'md'): string => (size === undefined ? otherwise : (LONG[size] ?? size));

/** Class names, the ones that do not apply left out. */
export const classes = (...names: (string | false | null | undefined)[]): string => names.filter(Boolean).join(' ');
