import { SaxesParser } from 'saxes';
import { startTurns } from '../../shared/in-turns.ts';
import { UnreadableError } from './unreadable-error.ts';

type Attributes = Readonly<Record<string, string>>;

/** What an OData service says of its types: by their names without the namespace, the attributes of their properties or members. */
export interface Metadata {
  entityTypes: ReadonlyMap<string, readonly Attributes[]>;
  enumTypes: ReadonlyMap<string, readonly Attributes[]>;
}

/** Elements and attributes. The largest documents of real servers have some 250,000. */
const MOST_PARTS = 500_000;
const DEEPEST = 32;
/** Characters, of which the parser takes some 30 a microsecond. */
const PIECE = 64 * 1024;

/**
 * Reads `$metadata`, piece by piece. A hostile server sends what it likes: the parser knows no entities but those of XML itself, a document
 * type is refused, and whatever grows has a bound.
 */
export async function readMetadata(xml: string, wanted: readonly string[]): Promise<Metadata> {
  const { parser, metadata } = metadataParser(new Set(wanted));
  const endTurn = startTurns();
  try {
    for (let at = 0; at < xml.length; at += PIECE) {
      parser.write(xml.slice(at, at + PIECE));
      await endTurn();
    }
    parser.close();
  } catch (cause) {
    throw new UnreadableError('$metadata', { cause });
  }
  return metadata;
}

function metadataParser(wanted: ReadonlySet<string>) {
  const metadata = { entityTypes: new Map<string, Attributes[]>(), enumTypes: new Map<string, Attributes[]>() };
  const parser = new SaxesParser();
  let [parts, depth] = [0, 0];
  let open: Attributes[] | null = null;
  const count = () => {
    if (++parts > MOST_PARTS) throw new Error('more than can be read');
  };
  parser.on('error', (error) => {
    throw error;
  });
  parser.on('doctype', () => {
    throw new Error('a document type');
  });
  parser.on('attribute', count);
  parser.on('opentag', ({ name, attributes }) => {
    count();
    if (++depth > DEEPEST) throw new Error('nested too deeply');
    const type = attributes['Name'] ?? '';
    if (name === 'EntityType' && wanted.has(type)) metadata.entityTypes.set(type, (open = []));
    else if (name === 'EnumType') metadata.enumTypes.set(type, (open = []));
    else if (name === 'Property' || name === 'Member') open?.push(attributes);
  });
  parser.on('closetag', ({ name }) => {
    depth--;
    if (name === 'EntityType' || name === 'EnumType') open = null;
  });
  return { parser, metadata };
}
