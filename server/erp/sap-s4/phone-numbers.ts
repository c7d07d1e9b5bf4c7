/** Country calling codes (ITU-T E.164), each with its largest country first. */
const CODES = new Map(
  `1US,CA 7RU,KZ 20EG 27ZA 30GR 31NL 32BE 33FR 34ES 36HU 39IT 40RO 41CH 43AT 44GB 45DK 46SE 47NO 48PL 49DE 51PE 52MX 53CU 54AR 55BR 56CL
  57CO 58VE 60MY 61AU 62ID 63PH 64NZ 65SG 66TH 81JP 82KR 84VN 86CN 90TR 91IN 92PK 94LK 98IR 212MA 213DZ 216TN 218LY 221SN 225CI 233GH
  234NG 237CM 244AO 254KE 255TZ 256UG 258MZ 260ZM 263ZW 351PT 352LU 353IE 354IS 355AL 356MT 357CY 358FI 359BG 370LT 371LV 372EE 373MD
  374AM 375BY 376AD 377MC 380UA 381RS 382ME 385HR 386SI 387BA 389MK 420CZ 421SK 423LI 501BZ 502GT 503SV 504HN 505NI 506CR 507PA 509HT
  591BO 592GY 593EC 595PY 597SR 598UY 852HK 853MO 855KH 880BD 886TW 961LB 962JO 964IQ 965KW 966SA 967YE 968OM 971AE 972IL 973BH 974QA
  976MN 977NP 994AZ 995GE 996KG 998UZ`
    .split(/\s+/)
    .map((entry): [string, string[]] => [entry.replace(/\D+$/, ''), entry.replace(/^\d+/, '').split(',')]),
);
const LONGEST_CODE = 3;

interface PhoneParts {
  /** ISO code; null: the number does not say it. */
  country: string | null;
  /** Without the prefix of the country, otherwise as it was written. */
  number: string;
}

/** `+52 477 123 4567` → MX, `477 123 4567`: SAP keeps the country in a field of its own. Where several share a prefix, the address decides. */
export function splitPhone(text: string, addressCountry: string | null): PhoneParts {
  const [, digits = ''] = /^\+\s*(\d+)/.exec(text.trim()) ?? [];
  const from = Math.min(LONGEST_CODE, digits.length);
  for (let length = from; length > 0; length--) {
    const countries = CODES.get(digits.slice(0, length));
    if (!countries) continue;
    const country = addressCountry !== null && countries.includes(addressCountry) ? addressCountry : (countries[0] ?? null);
    const rest = text.trim().replace(/^\+\s*/, '').slice(length); // prettier-ignore
    return { country, number: rest.replace(/^[\s().-]+(?=\d)/, (gap) => (gap.includes('(') ? '(' : '')) };
  }
  return { country: null, number: text.trim() };
}

interface KeptPhone {
  PhoneNumber: string | null;
  PhoneNumberExtension: string | null;
  InternationalPhoneNumber: string | null;
}

/** With its prefix again, in the groups in which the number was written. */
export function joinPhone({
  PhoneNumber: number,
  PhoneNumberExtension: extension,
  InternationalPhoneNumber: whole,
}: KeptPhone): string | null {
  if (number === null || number.startsWith('+')) return number ?? whole;
  const [all, own] = [digitsOf(whole ?? ''), digitsOf(number).replace(/^0+/, '') + digitsOf(extension ?? '')];
  const written = extension === null ? number : `${number}-${extension}`;
  if (own === '' || whole === null) return written;
  if (!whole.startsWith('+') || !all.endsWith(own)) return whole;
  const prefix = all.slice(0, all.length - own.length);
  return prefix === '' ? written : `+${prefix} ${written}`;
}

const digitsOf = (text: string): string => text.replace(/\D/g, '');
