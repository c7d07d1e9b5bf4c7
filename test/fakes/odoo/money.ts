/** Rounds half away from zero, forgiving the last bits of a binary fraction (10.005 is 10.01), as Odoo's float_round does. */
export function roundHalfUp(value: number, decimals = 0): number {
  const factor = 10 ** decimals;
  const scaled = Math.abs(value) * factor;
  // Of a huge amount a share would be whole units: there the bits of a fraction are few, and nothing has to be forgiven.
  const forgiven = Math.min(scaled * 1e-12, 1e-4);
  return (Math.sign(value) * Math.floor(scaled + 0.5 + forgiven)) / factor || 0;
}

/** `'1250.5'` or `1250.5` in a currency of two decimals is 125050. */
export function toMinor(amount: string | number, decimals: number): number {
  return roundHalfUp(Number(amount) * 10 ** decimals);
}

export function fromMinor(minor: number, decimals: number): number {
  return minor / 10 ** decimals;
}

/** `125050` in a currency of two decimals is `'1250.50'`. */
export function minorToText(minor: number, decimals: number): string {
  const digits = String(Math.abs(minor)).padStart(decimals + 1, '0');
  const cut = digits.length - decimals;
  return (minor < 0 ? '-' : '') + digits.slice(0, cut) + (decimals > 0 ? '.' + digits.slice(cut) : '');
}
