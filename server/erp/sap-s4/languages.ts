/** Two letters, as the services know languages. */
const CODES = 'AR BG CA CS DA DE EL EN ES ET FI FR HE HR HU IT JA KO LT LV NL NO PL PT RO RU SK SL SV TH TR UK VI ZH'.split(' ');

const names = new Intl.DisplayNames('en', { type: 'language' });

export const LANGUAGES = CODES.map((value) => ({ value, label: names.of(value.toLowerCase()) ?? value }));
