import { describe, expect, it } from '@jest/globals';
import { fromText, toText, type Column } from '../../server/mirror/text-rows.ts';
import { useTestDatabase } from '../support/database.ts';

const db = useTestDatabase();
const COLUMNS: readonly Column[] = [
  ['id', 'text'],
  ['amount', 'numeric'],
  ['day', 'date'],
  ['at', 'timestamptz'],
  ['is_open', 'boolean'],
  ['place', 'integer'],
  ['mails', 'text[]'],
  ['lines', 'jsonb'],
];
const NOTHING = { id: null, amount: null, day: null, at: null, isOpen: null, place: null, mails: null, lines: null };

async function back(...rows: Record<string, unknown>[]): Promise<unknown[]> {
  const { rows: read } = await db().raw<{ rows: unknown[] }>(`select * from ${fromText(COLUMNS)} r`, { rows: toText(COLUMNS, rows) });
  return read;
}

describe('rows as one text', () => {
  it('come back as they were, in their order and in their types', async () => {
    const first = { id: '1', amount: '12345678901234.10', day: '2026-02-28', at: '2026-11-19T23:59:59.123Z', place: 7 };
    const lists = { mails: ['a@b.mx', 'c,"d"@e.mx'], lines: [{ text: 'a, "b"\n\\c', parts: [1, null] }] };
    expect(await back({ ...first, is_open: true, ...lists }, { id: '2', is_open: false, mails: [], lines: {} })).toEqual([
      { ...first, at: new Date(first.at), isOpen: true, ...lists },
      { ...NOTHING, id: '2', isOpen: false, mails: [], lines: {} },
    ]);
  });

  it('tell an empty text from none, and leave out what is no column', async () => {
    expect(await back({ id: '', other: 'x' }, { id: null, lines: null }, {})).toEqual([{ ...NOTHING, id: '' }, NOTHING, NOTHING]);
  });

  it('keep whatever people write', async () => {
    const texts = ['a\tb\nc\\d', `'"{},|;:?`, '{"json": "\\u001f"}', 'NULL', ' ', 'ñ 漢 😀'];
    expect(await back(...texts.map((id) => ({ id, lines: [id] })))).toEqual(texts.map((id) => ({ ...NOTHING, id, lines: [id] })));
  });

  it('lose what separates them, and what PostgreSQL takes in no text, and nothing else', async () => {
    const broken = 'a\0b\x1cc\x1dd\x1ee\x1ff\ud800g';
    expect(await back({ id: broken, mails: [broken, '\x1d'], lines: [broken] }, { id: '\x1d', amount: '1' })).toEqual([
      { ...NOTHING, id: 'abcdef\ufffdg', mails: ['abcdef\ufffdg', ''], lines: ['ab\x1cc\x1dd\x1ee\x1ff\ufffdg'] },
      { ...NOTHING, id: '', amount: '1' },
    ]);
  });
});
