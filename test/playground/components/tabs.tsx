import { createContext, useContext, useId, useLayoutEffect, useState } from 'react';
import type { AccordionProps, TabProps, TabsProps, TooltipProps } from '@hubspot/ui-extensions';
import { classes, sizeOf } from './sizes.ts';

type TabId = string | number;
interface KnownTab {
  id: TabId;
  title: string;
  disabled: boolean;
}
interface TabsState {
  selected: TabId | undefined;
  /** A tab tells its title: the host sees children only as drawings. */
  announce(tab: KnownTab): void;
  forget(id: TabId): void;
}

const TabsContext = createContext<TabsState>({ selected: undefined, announce: () => undefined, forget: () => undefined });

export function Tabs({ defaultSelected, selected, onSelectedChange, variant = 'default', fill, children }: TabsProps) {
  const [known, setKnown] = useState<readonly KnownTab[]>([]);
  const [own, setOwn] = useState(defaultSelected);
  const [{ announce, forget }] = useState(() => ({
    // In its place: a title that changes moves no tab.
    announce: (tab: KnownTab) =>
      setKnown((before) =>
        before.some(({ id }) => id === tab.id) ? before.map((one) => (one.id === tab.id ? tab : one)) : [...before, tab],
      ),
    forget: (gone: TabId) => setKnown((before) => before.filter(({ id }) => id !== gone)),
  }));
  const current = selected ?? own ?? known[0]?.id;
  const select = (id: TabId) => {
    setOwn(id);
    (onSelectedChange as ((id: TabId) => void) | undefined)?.(id);
  };
  return (
    <TabsContext.Provider value={{ selected: current, announce, forget }}>
      <div className={classes('ui-tabs', `ui-tabs-${variant}`, fill && 'ui-tabs-fill')}>
        <div className="ui-tablist" role="tablist">
          {known.map(({ id, title, disabled }) => (
            <button key={id} type="button" role="tab" disabled={disabled} aria-selected={id === current} onClick={() => select(id)}>
              {title}
            </button>
          ))}
        </div>
        {children}
      </div>
    </TabsContext.Provider>
  );
}

export function Tab({ tabId, title = '', disabled = false, children }: TabProps) {
  const own = useId();
  const id = tabId ?? own;
  const { selected, announce, forget } = useContext(TabsContext);
  useLayoutEffect(() => announce({ id, title, disabled }), [announce, id, title, disabled]);
  useLayoutEffect(() => () => forget(id), [forget, id]);
  return selected === id ? (
    <div role="tabpanel" className="ui-tabpanel">
      {children}
    </div>
  ) : null;
}

export function Accordion({ title, children, defaultOpen = false, open, disabled, size, onClick }: AccordionProps) {
  const [own, setOwn] = useState(defaultOpen);
  const isOpen = open ?? own;
  const toggle = () => {
    setOwn(!isOpen);
    onClick?.();
  };
  return (
    <div className={`ui-accordion ui-accordion-${sizeOf(size)}`}>
      <button type="button" className="ui-accordion-head" aria-expanded={isOpen} disabled={disabled} onClick={toggle}>
        <span className="ui-caret" aria-hidden="true">
          {isOpen ? '▾' : '▸'}
        </span>
        {title}
      </button>
      {isOpen ? <div className="ui-accordion-body">{children}</div> : null}
    </div>
  );
}

/** Shows while the element before it is under the pointer or has the focus. */
export const Tooltip = ({ children }: TooltipProps) => (
  <span role="tooltip" className="ui-tooltip">
    {children}
  </span>
);
