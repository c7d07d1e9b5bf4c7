import parser from 'email-addresses';

const LONGEST_TEXT = 2_000;
/** RFC 5321. */
const LONGEST_ADDRESS = 254;
/** A whole text that is nothing but one address of the usual kind: nearly all are, and the parser takes half a millisecond for each. */
const PLAIN = /^[a-z0-9_+-]+(?:\.[a-z0-9_+-]+)*@(?:[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?\.)+[a-z]{2,24}$/i;

/**
 * The e-mail addresses of a field in which people write freely, lower case, in their order: one or several, with `,`, `;` or blanks between
 * them, with names or without (RFC 5322, RFC 6532). They are parsed whole: a part that cannot be understood gives none, because what a
 * pattern finds inside a text may be somebody else's address (`s.o'brien@…` → `brien@…`).
 */
export function parseEmailAddresses(text: string | null): string[] {
  if (text === null || text.length > LONGEST_TEXT) return [];
  return [...new Set(partsOf(text).flatMap(parsePart))].filter((address) => address.length <= LONGEST_ADDRESS);
}

/** The one address of the text, lower case, without a display name; null when there is none, or several. */
export function normaliseEmail(text: string | null): string | null {
  const [address, ...others] = parseEmailAddresses(text);
  return address !== undefined && others.length === 0 ? address : null;
}

export const isSameEmail = (a: string, b: string): boolean =>
  (normaliseEmail(a) ?? a.toLowerCase()) === (normaliseEmail(b) ?? b.toLowerCase());

/** Semicolons and line ends part addresses, except inside a quoted name. */
const partsOf = (text: string): string[] =>
  (text.match(/(?:"(?:\\.|[^"\\])*"|[^;\r\n])+/g) ?? [])
    .map((part) => part.trim().replace(/^mailto:\s*/i, ''))
    .filter((part) => part !== '');

function parsePart(part: string): string[] {
  if (PLAIN.test(part)) return [part.toLowerCase()];
  const parsed = parse(part) ?? parseWords(part);
  // RFC 5322 lets blanks and comments stand inside an address; people write them between a name and an address.
  const written = parsed.filter((entry) => entry.type === 'mailbox').filter(({ local, domain }) => part.includes(`${local}@${domain}`));
  return written.flatMap(usable);
}

type Parsed = NonNullable<ReturnType<typeof parse>>;
const parse = (input: string) => parser.parseAddressList({ input, rfc6532: true, rejectTLD: true, commaInDisplayName: true });

/** `a@x.com b@x.com`: nothing but addresses. */
function parseWords(part: string): Parsed {
  const words = part.split(/[\s,]+/).filter((word) => word !== '');
  const parsed = words.map(parse);
  return words.length > 1 && parsed.every((entries) => entries !== null) ? parsed.flat() : [];
}

/** Left out: quoted local parts and address literals, which no mail system of a customer uses, and hosts that are no domain. */
function usable({ local, domain }: { local: string; domain: string }): string[] {
  const host = domain.toLowerCase();
  const isDomain = /^(?:[\p{L}\p{N}](?:[\p{L}\p{N}\p{M}-]*[\p{L}\p{N}\p{M}])?\.)+[\p{L}\p{M}][\p{L}\p{N}\p{M}-]*[\p{L}\p{N}\p{M}]$/u.test(
    host,
  );
  const isPlain = !/[\s"(),:;<>@[\\\]]/.test(local) && local !== '';
  return isDomain && isPlain ? [`${local.toLowerCase()}@${host}`.normalize('NFC')] : [];
}
