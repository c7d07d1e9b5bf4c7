/** Facts beside each other, those that there are. The dot stays with what is before it: no row starts with one. */
export const dotted = (facts: readonly (string | false | null | undefined)[]): string => facts.filter(Boolean).join('\u00a0· ');
