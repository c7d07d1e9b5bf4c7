/**
 * What a person would see to be wrong in what is drawn: a number over two lines, words over words, words that are cut off or lie out of
 * sight, names that only programmers know, columns of which one number has cents and another none. Runs in the page, so it holds all it needs.
 */
export function findFaults(): string[] {
  // Of amounts with their currency, of telephones, of times of the day.
  const NUMBER = /[$€£¥+]?\d[\d.,:'\u00a0\u202f]*(?: \d+)*\d(?:[\u00a0\u202f]?(?:[A-Z]{3}|%)| ?[ap]\.?\s?m\b)?/gi;
  const INTERNAL = /\b[a-z]+(?:_[a-z0-9]+)+\b|\b[a-z]+[A-Z][A-Za-z]+\b|\{\w+\}|\bundefined\b|\bNaN\b|\[object/;
  const scope = document.querySelector('[role=dialog]') ?? document.body;
  const faults: string[] = [];
  const said = (words: string) => words.replace(/\s+/g, ' ').trim().slice(0, 60);

  interface Box {
    element: Element;
    words: string;
    left: number;
    right: number;
    top: number;
    bottom: number;
  }
  const isShown = (element: Element): boolean =>
    element.checkVisibility({ opacityProperty: true, visibilityProperty: true }) &&
    !element.closest('.ui-unseen, .ui-tooltip, [aria-hidden=true]');
  /** The edges within which something inside of this element can be seen. */
  const windowOf = (element: Element | null): { left: number; right: number } => {
    if (!element || element === document.body) return { left: 0, right: document.documentElement.clientWidth };
    const outer = windowOf(element.parentElement);
    if (getComputedStyle(element).overflowX === 'visible') return outer;
    const { left, right } = element.getBoundingClientRect();
    return { left: Math.max(left, outer.left), right: Math.min(right, outer.right) };
  };

  const boxes: Box[] = [];
  const walker = document.createTreeWalker(scope, NodeFilter.SHOW_TEXT);
  for (let node = walker.nextNode() as Text | null; node; node = walker.nextNode() as Text | null) {
    const element = node.parentElement;
    if (!element || !node.data.trim() || element.tagName === 'OPTION' || !isShown(element)) continue;
    const range = document.createRange();
    range.selectNodeContents(node);
    const seen = windowOf(element);
    for (const { left, right, top, bottom } of range.getClientRects()) {
      if (right > seen.right + 1 || left < seen.left - 1) faults.push(`cut off: ${said(node.data)}`);
      // The middle of the line: letters of two lines are allowed to come near.
      const slack = (bottom - top) * 0.2;
      boxes.push({ element, words: said(node.data), left, right, top: top + slack, bottom: bottom - slack });
    }
    if (/(^|\s)…(\s|$)/.test(node.data)) faults.push(`a fact is missing: ${said(node.data)}`);
    const internal = INTERNAL.exec(node.data.replace(/\S+@\S+|https?:\S+/g, ''));
    if (internal) faults.push(`internal name: ${internal[0]}`);
    for (const match of node.data.matchAll(NUMBER)) {
      range.setStart(node, match.index);
      range.setEnd(node, match.index + match[0].length);
      const lines = new Set([...range.getClientRects()].map(({ top }) => Math.round(top / 4)));
      if (lines.size > 1) faults.push(`number over two lines: ${match[0]}`);
    }
    if (getComputedStyle(element).overflowX !== 'visible' && element.scrollWidth > element.clientWidth + 1)
      faults.push(`cut short: ${said(node.data)}`);
  }
  boxes.forEach((one, index) => {
    for (const other of boxes.slice(index + 1)) {
      if (one.element === other.element) continue;
      const width = Math.min(one.right, other.right) - Math.max(one.left, other.left);
      const height = Math.min(one.bottom, other.bottom) - Math.max(one.top, other.top);
      if (width > 2 && height > 2) faults.push(`over each other: ${one.words} / ${other.words}`);
    }
  });
  for (const select of scope.querySelectorAll('select')) {
    const ruler = document.body.appendChild(document.createElement('span'));
    ruler.style.cssText = `position: absolute; white-space: pre; font: ${getComputedStyle(select).font}`;
    ruler.textContent = select.selectedOptions[0]?.label ?? '';
    // The arrow stands in the padding, and a little before it.
    const { paddingLeft, paddingRight } = getComputedStyle(select);
    const room = select.clientWidth - parseFloat(paddingLeft) - parseFloat(paddingRight);
    if (isShown(select) && ruler.offsetWidth > room) faults.push(`choice cut short: ${said(ruler.textContent)}`);
    ruler.remove();
  }
  for (const table of scope.querySelectorAll('table')) {
    const rows = [...table.rows].filter((row) => row.closest('table') === table);
    const heads = rows.find(({ cells }) => cells[0]?.tagName === 'TH')?.cells ?? [];
    for (const nth of [...(rows[0]?.cells ?? [])].keys()) {
      const cells = rows.flatMap(({ cells: all }) => all[nth] ?? []).filter(({ tagName }) => tagName === 'TD');
      const isNumbers = cells.length > 0 && cells.every((cell) => getComputedStyle(cell).textAlign === 'right');
      const head = heads[nth];
      if (isNumbers && head && getComputedStyle(head).textAlign !== 'right')
        faults.push(`head beside its numbers: ${said(head.innerText)}`);
      if (isNumbers) uneven(cells);
    }
  }
  for (const list of scope.querySelectorAll('dl')) uneven([...list.querySelectorAll('dd')]);
  return [...new Set(faults)];

  /** Amounts below each other in one currency: all with cents, or none. */
  function uneven(cells: readonly HTMLElement[]) {
    const places = new Map<string, Set<number>>();
    for (const [, cents = '', currency = ''] of cells.flatMap(({ innerText }) => [
      ...innerText.matchAll(/[$€£¥]-?[\d,]+(\.\d+)?(?:[\u00a0\u202f]([A-Z]{3}))?/g),
    ]))
      places.set(currency, (places.get(currency) ?? new Set()).add(cents.length));
    for (const [currency, lengths] of places)
      if (lengths.size > 1) faults.push(`cents of some ${currency} only: ${said(cells.map(({ innerText }) => innerText).join(' | '))}`);
  }
}
