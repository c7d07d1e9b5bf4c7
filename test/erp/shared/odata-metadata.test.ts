import { describe, expect, it } from '@jest/globals';
import { readMetadata } from '../../../server/erp/shared/odata-metadata.ts';
import { UnreadableError } from '../../../server/erp/shared/unreadable-error.ts';

const documentOf = (schema: string): string =>
  `<?xml version="1.0" encoding="UTF-8"?><edmx:Edmx Version="4.0" xmlns:edmx="http://docs.oasis-open.org/odata/ns/edmx"><edmx:DataServices>` +
  `<Schema Namespace="ERP" xmlns="http://docs.oasis-open.org/odata/ns/edm">${schema}</Schema></edmx:DataServices></edmx:Edmx>`;
const PARTNER = `<EntityType Name="Partner"><Key><PropertyRef Name="Code"/></Key><Property Name="Code" Type="Edm.String"/></EntityType>`;
const MOST_BYTES = 8_000_000;

describe('$metadata', () => {
  it('names the properties of the types asked for and the members of choices', async () => {
    const { entityTypes, enumTypes } = await readMetadata(
      documentOf(
        `<EntityType Name="Other"><Property Name="X" Type="Edm.String"/></EntityType>${PARTNER}` +
          `<ComplexType Name="Address"><Property Name="Street" Type="Edm.String"/></ComplexType>` +
          `<EnumType Name="YesNo"><Member Name="yes" Value="Y"/><Member Name="no" Value="N"></Member></EnumType>`,
      ),
      ['Partner', 'Missing'],
    );
    expect([...entityTypes]).toEqual([['Partner', [{ Name: 'Code', Type: 'Edm.String' }]]]);
    expect([...enumTypes]).toEqual([
      [
        'YesNo',
        [
          { Name: 'yes', Value: 'Y' },
          { Name: 'no', Value: 'N' },
        ],
      ],
    ]);
  });

  it('is read in whatever way it is written: quotes, blanks, comments, escaped characters', async () => {
    const { entityTypes } = await readMetadata(
      documentOf(
        `<EntityType\n Name = 'Partner' ><!-- <Property Name="No"/> --><Property Type='Edm.String' label="a &gt; b &#38; c"\tName="Code"  /></EntityType >`,
      ),
      ['Partner'],
    );
    expect(entityTypes.get('Partner')).toEqual([{ Type: 'Edm.String', label: 'a > b & c', Name: 'Code' }]);
  });

  it('keeps a character that two pieces of it share', async () => {
    const label = 'ñ😀'.repeat(50_000);
    const { entityTypes } = await readMetadata(documentOf(`<EntityType Name="T"><Property Name="${label}"/></EntityType>`), ['T']);
    expect(entityTypes.get('T')?.[0]?.['Name'] === label).toBe(true);
  });

  const laughs = Array.from({ length: 10 }, (_, n) => `<!ENTITY l${n + 1} "${`&l${n};`.repeat(10)}">`).join('');
  it.each([
    ['entities within entities', `<!DOCTYPE l [<!ENTITY l0 "ha">${laughs}]>${documentOf('<EntityType Name="&l10;"/>')}`],
    ['a file of the machine', `<!DOCTYPE l [<!ENTITY f SYSTEM "file:///etc/passwd">]>${documentOf('<EntityType Name="&f;"/>')}`],
    ['an unknown entity', documentOf('<EntityType Name="&ha;"/>')],
    ['a document cut off', documentOf(PARTNER).slice(0, -20)],
    ['a page', '<!DOCTYPE html><html><br></html>'],
    ['nothing', ''],
  ])('with %s is refused', async (_, xml) => {
    await expect(readMetadata(xml, ['Partner'])).rejects.toThrow(UnreadableError);
  });

  it.each([
    ['elements', documentOf('<a/>'.repeat(MOST_BYTES / 4))],
    ['elements within each other', '<a>'.repeat(MOST_BYTES / 3)],
    ['attributes', documentOf(`<a ${Array.from({ length: 700_000 }, (_, n) => `a${n}="1"`).join(' ')}/>`)],
    ['members', documentOf(`<EnumType Name="E">${'<Member Name="a"/>'.repeat(MOST_BYTES / 18)}</EnumType>`)],
    ['text without an end', documentOf(`<EntityType Name="${'x'.repeat(MOST_BYTES)}`)],
  ])('with too many %s is given up without much memory, and others have their turns', async (_, xml) => {
    const before = process.memoryUsage().heapUsed;
    const startedAt = performance.now();
    let turns = 0;
    const clock = setInterval(() => turns++, 1);
    await expect(readMetadata(xml, ['Partner'])).rejects.toThrow(UnreadableError);
    clearInterval(clock);
    const tookMs = performance.now() - startedAt;
    // On the whole: this machine itself may pause for longer.
    expect(turns).toBeGreaterThanOrEqual(Math.floor(tookMs / 200));
    expect(process.memoryUsage().heapUsed - before).toBeLessThan(200_000_000);
  });
});
