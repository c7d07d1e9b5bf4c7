/** Python's spelling of a JSON value, as error messages quote it. */
export function pythonText(value: unknown): string {
  if (value === true) return 'True';
  if (value === false) return 'False';
  if (value === null || value === undefined) return 'None';
  if (typeof value === 'string') return `'${value}'`;
  if (Array.isArray(value)) return `[${value.map(pythonText).join(', ')}]`;
  return JSON.stringify(value);
}

/** Reads a literal such as `[('state', '!=', 'draft')]`: domains of automation rules are Python text. */
export function parsePython(source: string): unknown {
  let at = 0;
  const skip = (): void => {
    while (/\s/.test(source[at] ?? '')) at++;
  };
  const list = (close: string): unknown[] => {
    const items: unknown[] = [];
    for (at++, skip(); source[at] !== close; skip()) {
      items.push(value());
      skip();
      if (source[at] === ',') at++;
      else if (source[at] !== close) throw new SyntaxError(`invalid syntax at ${at}`);
    }
    at++;
    return items;
  };
  const value = (): unknown => {
    skip();
    const char = source[at] ?? '';
    if (char === '[') return list(']');
    if (char === '(') return list(')');
    if (char === "'" || char === '"') {
      const end = source.indexOf(char, at + 1);
      if (end < 0) throw new SyntaxError('unterminated string');
      const text = source.slice(at + 1, end);
      at = end + 1;
      return text;
    }
    const word = /^(True|False|None|-?\d+(\.\d+)?)/.exec(source.slice(at))?.[0];
    if (!word) throw new SyntaxError(`invalid syntax at ${at}`);
    at += word.length;
    return word === 'None' ? null : word === 'True' || word === 'False' ? word === 'True' : Number(word);
  };
  const result = value();
  skip();
  if (at < source.length) throw new SyntaxError(`invalid syntax at ${at}`);
  return result;
}
